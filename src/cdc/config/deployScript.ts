/** Creates or updates the connector with nothing but curl and jq, for whoever does not have this tool at hand. */
export const deployScript = `#!/usr/bin/env bash
# Creates the connector, or updates it, and waits until it runs.
#   ./deploy-connector.sh [connector.json]
# KAFKA_CONNECT_URL says where Kafka Connect is. Needs curl and jq. Run setup-database.sql first.
set -euo pipefail

connect=\${KAFKA_CONNECT_URL:-http://localhost:8083}
# With one account at most, and no place for the rest of a password that is not percent-encoded.
form='^https?://([^/?#@[:space:]"\\]+@)?[^/?#@[:space:]"\\]+(/[^?#@[:space:]"\\]*)?$'
if [[ ! $connect =~ $form ]]; then
  echo 'KAFKA_CONNECT_URL cannot be used: write http://user:password@host:8083, special characters in it percent-encoded' >&2
  exit 1
fi
connect=\${connect%/}
account=\${connect#*://}
place=\${connect%%://*}://\${account##*@}
file=\${1:-$(dirname "$0")/debezium-outbox-connector.json}

for tool in curl jq; do
  command -v "$tool" >/dev/null || { echo "$tool is missing: install it" >&2; exit 1; }
done
name=$(jq --exit-status --raw-output .name "$file")
[[ $name =~ ^[A-Za-z0-9._-]+$ ]] || { echo "The name in $file is none of a connector." >&2; exit 1; }

# curl reads the URL, which may hold a password, from a file: arguments are seen by whoever lists processes. A path and options of curl.
ask() { curl --silent --globoff --config <(printf 'url = "%s"\\n' "$connect$1") "\${@:2}"; }

ask /connectors --show-error --fail --retry 30 --retry-delay 2 --retry-all-errors --output /dev/null ||
  { echo "Kafka Connect does not answer at $place: set KAFKA_CONNECT_URL" >&2; exit 1; }

# Of a connector that is there already, the task before is told of for a moment as if it were the new one: so there is none in between.
tasks() { ask "/connectors/$name/status" | jq '.tasks // [] | length'; }
ask "/connectors/$name/stop" --request PUT --output /dev/null
for _ in $(seq 60); do [ "$(tasks)" = 0 ] && break; sleep 1; done

# What Kafka Connect says stays JSON, of ASCII, as it could hold what a terminal obeys, and goes without passwords.
shown='def shown: tostring | gsub("(?<place>://[^\\\\s:@/]*):\\\\S*@"; "\\(.place):***@")
  | gsub("(?<word>password\\\\s*=\\\\s*)(\\u0027[^\\u0027]*\\u0027|\\"[^\\"]*\\"|[^\\\\s&,;]+)"; "\\(.word)***"; "i");'
if ! answer=$(jq .config "$file" | ask "/connectors/$name/config" --show-error --fail-with-body --request PUT --header 'Content-Type: application/json' --data @-); then
  jq --ascii-output "$shown (.message? // .) | shown" <<<"$answer" >&2 || true
  echo "The connector was refused." >&2
  exit 1
fi
ask "/connectors/$name/resume" --request PUT --output /dev/null

for _ in $(seq 60); do
  status=$(ask "/connectors/$name/status")
  case $(jq --raw-output '[.connector.state, .tasks[]?.state] | if any(. == "FAILED") then "failed" elif length > 1 and all(. == "RUNNING") then "running" else "starting" end' <<<"$status") in
    running) echo "$name runs"; exit 0 ;;
    failed) jq --ascii-output "$shown (.connector, .tasks[]) | .trace // empty | shown" <<<"$status" >&2; exit 1 ;;
  esac
  sleep 1
done
echo "$name has not started within a minute: look at $place/connectors/$name/status" >&2
exit 1
`;
