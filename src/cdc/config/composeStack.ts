import { Document } from 'yaml';
import { defaults, type CdcOptions } from './cdcOptions.js';

/** The versions that the stack was written for. Kafka and Debezium are those that this project is tested with. */
export const images = {
  postgres: 'postgres:18.4',
  kafka: 'apache/kafka:4.3.0',
  connect: 'quay.io/debezium/connect:3.7.0.Final',
  ui: 'ghcr.io/kafbat/kafka-ui:v1.4.2',
} as const;

/** Host name of the server that the stack brings along. */
export const stackDatabase = 'postgres';

const extensions = '/usr/share/postgresql/18/extension';

/**
 * @param options - what streams where; the stack has a server and a broker of its own where the options name them
 * @param extensionFiles - names of the files of the extension, beside the stack in the folder `extension`
 * @returns the text of docker-compose.yml
 */
export function composeStack(options: CdcOptions, extensionFiles: readonly string[]): string {
  const ownDatabase = options.databaseHost === stackDatabase;
  const ownKafka = options.kafkaHost === defaults.kafkaHost;
  const document = new Document({
    name: 'specql-cdc',
    services: {
      ...(ownDatabase && { postgres: postgres(options, extensionFiles) }),
      ...(ownKafka && { kafka }),
      connect: connect(options, [...(ownDatabase ? ['postgres'] : []), ...(ownKafka ? ['kafka'] : [])]),
      'kafka-ui': ui(options, [...(ownKafka ? ['kafka'] : []), 'connect']),
    },
    volumes: { ...(ownDatabase && { postgres: {} }), ...(ownKafka && { kafka: {} }) },
    ...(ownDatabase && { configs: { password: { content: setPassword(options) } } }),
  });
  document.commentBefore =
    ' PostgreSQL with specql_cdc, Kafka, Kafka Connect with Debezium, and a web page to look at it. For development: one broker, no encryption.\n' +
    ' Set SPECQL_CDC_PASSWORD, and POSTGRES_PASSWORD where the stack has a server, then: docker compose up --detach --wait';
  return document.toString({ lineWidth: 0 });
}

/** `$` begins a variable in a compose file. */
const verbatim = (text: string) => text.replaceAll('$', '$$$$');

const required = (variable: string) => `\${${variable}:?set ${variable}}`;

const waitFor = (services: string[]) => ({
  depends_on: Object.fromEntries(services.map((service) => [service, { condition: 'service_healthy' }])),
});

const health = (...command: string[]) => ({
  healthcheck: { test: ['CMD', ...command], interval: '5s', timeout: '10s', retries: 30 },
});

const postgres = ({ databaseName }: CdcOptions, extensionFiles: readonly string[]) => ({
  image: images.postgres,
  command: ['-c', 'wal_level=logical', '-c', 'max_slot_wal_keep_size=10GB'],
  environment: {
    POSTGRES_DB: databaseName,
    POSTGRES_PASSWORD: required('POSTGRES_PASSWORD'),
    SPECQL_CDC_PASSWORD: required('SPECQL_CDC_PASSWORD'),
  },
  ports: ['127.0.0.1:5432:5432'],
  volumes: [
    'postgres:/var/lib/postgresql',
    ...extensionFiles.map((file) => `./extension/${file}:${extensions}/${file}:ro`),
    './setup-database.sql:/docker-entrypoint-initdb.d/10-setup-database.sql:ro',
  ],
  configs: [{ source: 'password', target: '/docker-entrypoint-initdb.d/20-password.sh' }],
  ...health('pg_isready', '--host=127.0.0.1', `--dbname=${databaseName}`),
});

const setPassword = ({ databaseUser }: CdcOptions) =>
  verbatim(`psql --set ON_ERROR_STOP=1 --set role=${shellQuoted(databaseUser)} --set password="$SPECQL_CDC_PASSWORD" --dbname "$POSTGRES_DB" <<'SQL'
alter role :"role" password :'password';
SQL
`);

const shellQuoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

const kafka = {
  image: images.kafka,
  environment: {
    KAFKA_NODE_ID: '1',
    KAFKA_PROCESS_ROLES: 'broker,controller',
    KAFKA_CONTROLLER_QUORUM_VOTERS: '1@kafka:9093',
    KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
    // The other containers come by the first listener, programs on this machine by the last.
    KAFKA_LISTENERS: 'STACK://:9092,CONTROLLER://:9093,HOST://:29092',
    KAFKA_ADVERTISED_LISTENERS: 'STACK://kafka:9092,HOST://localhost:29092',
    KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'STACK:PLAINTEXT,CONTROLLER:PLAINTEXT,HOST:PLAINTEXT',
    KAFKA_INTER_BROKER_LISTENER_NAME: 'STACK',
    KAFKA_NUM_PARTITIONS: '3',
    KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
    KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
    KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: '1',
    KAFKA_LOG_DIRS: '/var/lib/kafka/data',
  },
  ports: ['127.0.0.1:29092:29092'],
  volumes: ['kafka:/var/lib/kafka/data'],
  ...health('/opt/kafka/bin/kafka-broker-api-versions.sh', '--bootstrap-server', 'localhost:9092'),
};

const connect = ({ kafkaHost, exactlyOnce }: CdcOptions, services: string[]) => ({
  image: images.connect,
  ...waitFor(services),
  environment: {
    BOOTSTRAP_SERVERS: kafkaHost,
    GROUP_ID: 'specql-cdc',
    CONFIG_STORAGE_TOPIC: 'specql_cdc_connect_configs',
    OFFSET_STORAGE_TOPIC: 'specql_cdc_connect_offsets',
    STATUS_STORAGE_TOPIC: 'specql_cdc_connect_status',
    CONNECT_OFFSET_FLUSH_INTERVAL_MS: '5000',
    CONNECT_CONFIG_PROVIDERS: 'env',
    CONNECT_CONFIG_PROVIDERS_ENV_CLASS: 'org.apache.kafka.common.config.provider.EnvVarConfigProvider',
    CONNECT_CONFIG_PROVIDERS_ENV_PARAM_ALLOWLIST_PATTERN: 'SPECQL_CDC_PASSWORD',
    ...(exactlyOnce && { CONNECT_EXACTLY_ONCE_SOURCE_SUPPORT: 'enabled' }),
    SPECQL_CDC_PASSWORD: required('SPECQL_CDC_PASSWORD'),
  },
  ports: ['127.0.0.1:8083:8083'],
  ...health('curl', '--fail', '--silent', 'http://localhost:8083/connectors'),
});

const ui = ({ kafkaHost }: CdcOptions, services: string[]) => ({
  image: images.ui,
  ...waitFor(services),
  environment: {
    KAFKA_CLUSTERS_0_NAME: 'specql',
    KAFKA_CLUSTERS_0_BOOTSTRAPSERVERS: kafkaHost,
    KAFKA_CLUSTERS_0_KAFKACONNECT_0_NAME: 'connect',
    KAFKA_CLUSTERS_0_KAFKACONNECT_0_ADDRESS: 'http://connect:8083',
  },
  ports: ['127.0.0.1:8080:8080'],
  ...health('wget', '--quiet', '--spider', 'http://localhost:8080/actuator/health'),
});
