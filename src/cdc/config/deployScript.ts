/** Creates or updates the connector with nothing but curl and jq, for whoever does not have this tool at hand. */
export const deployScript = `#!/usr/bin/env bash
# Creates the connector, or updates it, and waits until it runs.
#   ./deploy-connector.sh [connector.json]
# KAFKA_CONNECT_URL says where Kafka Connect is. Needs curl and jq. Run setup-database.sql first.
set -euo pipefail

connect=\${KAFKA_CONNECT_URL:-http://localhost:8083}
file=\${1:-$(dirname "$0")/debezium-outbox-connector.json}

for tool in curl jq; do
  command -v "$tool" >/dev/null || { echo "$tool is missing: install it" >&2; exit 1; }
done
name=$(jq --exit-status --raw-output .name "$file")

curl --silent --show-error --fail --retry 30 --retry-delay 2 --retry-all-errors --output /dev/null "$connect/connectors" ||
  { echo "Kafka Connect does not answer at $connect: set KAFKA_CONNECT_URL" >&2; exit 1; }

# Of a connector that is there already, the task before is told of for a moment as if it were the new one: so there is none in between.
tasks() { curl --silent "$connect/connectors/$name/status" | jq '.tasks // [] | length'; }
curl --silent --request PUT --output /dev/null "$connect/connectors/$name/stop"
for _ in $(seq 60); do [ "$(tasks)" = 0 ] && break; sleep 1; done

jq .config "$file" | curl --silent --show-error --fail-with-body --request PUT --header 'Content-Type: application/json' \\
  --data @- "$connect/connectors/$name/config" >&2 || { echo >&2; echo "The connector was refused." >&2; exit 1; }
echo >&2
curl --silent --request PUT --output /dev/null "$connect/connectors/$name/resume"

for _ in $(seq 60); do
  status=$(curl --silent "$connect/connectors/$name/status")
  case $(jq --raw-output '[.connector.state, .tasks[]?.state] | if any(. == "FAILED") then "failed" elif length > 1 and all(. == "RUNNING") then "running" else "starting" end' <<<"$status") in
    running) echo "$name runs"; exit 0 ;;
    failed) jq --raw-output '(.connector, .tasks[]) | .trace // empty' <<<"$status" >&2; exit 1 ;;
  esac
  sleep 1
done
echo "$name has not started within a minute: look at $connect/connectors/$name/status" >&2
exit 1
`;
