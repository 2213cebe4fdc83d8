import type { CdcOptions } from './cdcOptions.js';
import { transformSettings, type Settings } from './transforms.js';

/** What Kafka Connect is given to create a connector. */
export interface ConnectorDocument {
  name: string;
  config: Settings;
}

/** Prefix of the events that are in the write-ahead log only, as app.set_outbox_mode makes them. */
const messagePrefix = 'specql_outbox';

/** In bytes. */
const largestMessage = String(16 * 1024 * 1024);

/**
 * @param options - what streams where
 * @returns the connector, as `POST /connectors` of Kafka Connect takes it
 */
export function connectorConfig(options: CdcOptions): ConnectorDocument {
  return {
    name: options.connectorName,
    config: {
      'connector.class': 'io.debezium.connector.postgresql.PostgresConnector',
      'tasks.max': '1',
      'database.hostname': options.databaseHost,
      'database.port': String(options.databasePort),
      'database.user': options.databaseUser,
      'database.password': options.passwordReference,
      'database.dbname': options.databaseName,
      'topic.prefix': options.topicPrefix,
      ...replication(options),
      ...heartbeat,
      ...exactlyOnce(options),
      ...converters(options),
      ...transformSettings(options),
      // Four more headers on each message, which tell of the connector and not of the event.
      'extended.headers.enabled': 'false',
      // A message above the producer's limit would stop the connector; usual is 1 MB.
      'producer.override.max.request.size': largestMessage,
      'topic.creation.default.max.message.bytes': largestMessage,
      // Of the broker, unless the topics exist.
      'topic.creation.default.partitions': '-1',
      'topic.creation.default.replication.factor': '-1',
    },
  };
}

const replication = ({ slotName, mode, snapshot, mutationEvents }: CdcOptions): Settings => ({
  'plugin.name': 'pgoutput',
  'slot.name': slotName,
  'publication.name': slotName,
  'publication.autocreate.mode': 'disabled',
  'table.include.list': mutationEvents ? 'app\\.outbox,app\\.mutation_events' : 'app\\.outbox',
  'snapshot.mode': snapshot,
  // A slot that was lost and made anew is ahead of what was sent: fail, and do not skip what lies between.
  'offset.mismatch.strategy': 'trust_offset',
  ...(mode === 'wal' ? { 'message.prefix.include.list': messagePrefix } : { 'message.prefix.exclude.list': '.*' }),
  // How long an event waits for others to be sent with.
  'poll.interval.ms': '5',
  // A killed worker's connection may hold the slot for a moment, and a killed server is soon back: a second to the next try, and not ten.
  'slot.retry.delay.ms': '1000',
  'slot.max.retries': '60',
  'retriable.restart.connector.wait.ms': '1000',
});

/** Without it the slot of an idle database would hold the write-ahead log of its neighbours. */
const heartbeat: Settings = {
  'heartbeat.interval.ms': '5000',
  'heartbeat.action.query': "select pg_catalog.pg_logical_emit_message(true, 'specql_heartbeat', '')",
};

const exactlyOnce = (options: CdcOptions): Settings =>
  options.exactlyOnce ? { 'exactly.once.support': 'required', 'transaction.boundary': 'poll' } : {};

/** As strings JSON passes through unaltered; a JSON converter would quote keys and round numbers. */
function converters({ value }: CdcOptions): Settings {
  const string = 'org.apache.kafka.connect.storage.StringConverter';
  return {
    'key.converter': string,
    'header.converter': string,
    ...(value === 'envelope'
      ? { 'value.converter': 'org.apache.kafka.connect.json.JsonConverter', 'value.converter.schemas.enable': 'false' }
      : { 'value.converter': string }),
  };
}
