import { SpecqlCdcError } from '../../error.js';
import { maxNameBytes } from '../../maxNameBytes.js';
import { slotNameForm, sqlNameForm } from './nameForms.js';

/** What streams where: everything the generated files depend on. */
export interface CdcOptions {
  /** As Kafka Connect reaches it. `postgres` is the server of the generated stack. */
  databaseHost: string;
  databasePort: number;
  databaseName: string;
  /** The role that Debezium connects as. */
  databaseUser: string;
  /** How Kafka Connect finds the password: a reference to one of its config providers, never the password. */
  passwordReference: string;
  /** Bootstrap servers, `host:port,host:port`. `kafka:9092` is the broker of the generated stack. */
  kafkaHost: string;
  /** Topics are `<prefix>.events.<aggregate type>`. */
  topicPrefix: string;
  connectorName: string;
  /** Names the replication slot, which belongs to the whole server, and the publication. */
  slotName: string;
  /** `wal`: also the events that app.set_outbox_mode keeps out of the table. */
  mode: (typeof modes)[number];
  /** What a message's value is: the payload as it was written, or the whole event. */
  value: (typeof values)[number];
  /** Whether events that are in the table already are sent too. */
  snapshot: (typeof snapshots)[number];
  /** Whether Kafka Connect writes events and its position in one Kafka transaction. */
  exactlyOnce: boolean;
  /** Whether app.mutation_events is streamed, to `<prefix>.mutation_events`. */
  mutationEvents: boolean;
}

/** The choices of `mode`. */
export const modes = ['table', 'wal'] as const;
/** The choices of `value`. */
export const values = ['payload', 'envelope'] as const;
/** The choices of `snapshot`, in the words of Debezium. */
export const snapshots = ['no_data', 'initial', 'when_needed'] as const;

/** What is used for an option that is not given. */
export const defaults: Omit<CdcOptions, 'databaseHost' | 'databaseName'> = {
  databasePort: 5432,
  databaseUser: 'specql_debezium',
  passwordReference: '${env:SPECQL_CDC_PASSWORD}',
  kafkaHost: 'kafka:9092',
  topicPrefix: 'specql',
  connectorName: 'specql-outbox-connector',
  slotName: 'specql_outbox',
  mode: 'table',
  value: 'payload',
  snapshot: 'no_data',
  exactlyOnce: false,
  mutationEvents: false,
};

const host = /^[A-Za-z0-9._:-]+$/;
const name = /^[A-Za-z0-9._-]+$/;

type TextOption = { [Key in keyof CdcOptions]: CdcOptions[Key] extends string ? Key : never }[keyof CdcOptions];

const rules: [option: TextOption, flag: string, form: RegExp, hint: string][] = [
  ['databaseHost', '--database-host', host, 'Give the name or address at which Kafka Connect reaches the server.'],
  ['databaseName', '--database-name', sqlNameForm, 'Give the name of the database that has the extension.'],
  ['databaseUser', '--database-user', sqlNameForm, 'Give the name of a role, as in specql_debezium.'],
  [
    'passwordReference',
    '--password-reference',
    /^\$\{[a-z]+:[^}]+\}$/,
    'No file may hold a password. Give a reference for a config provider of Kafka Connect, as in ${env:SPECQL_CDC_PASSWORD} or ${file:/run/secrets/cdc.properties:password}.',
  ],
  [
    'kafkaHost',
    '--kafka-host',
    /^[A-Za-z0-9._-]+:\d{1,5}(,[A-Za-z0-9._-]+:\d{1,5})*$/,
    'Give bootstrap servers, as in kafka-1:9092,kafka-2:9092.',
  ],
  ['topicPrefix', '--topic-prefix', name, 'Use letters, digits, dot, underscore and hyphen, as in specql.'],
  ['connectorName', '--connector-name', name, 'Use letters, digits, dot, underscore and hyphen.'],
  [
    'slotName',
    '--slot-name',
    slotNameForm,
    `A replication slot is named by up to ${maxNameBytes} lower-case letters, digits and underscores.`,
  ],
];

/**
 * Fills in what was not given, and refuses what cannot work.
 *
 * @param given - at least where the database is
 * @returns all options
 * @throws SpecqlCdcError naming the option that cannot be used
 */
export function cdcOptions(given: Partial<CdcOptions>): CdcOptions {
  const options = { databaseHost: '', databaseName: '', ...defaults, ...given };
  for (const [option, flag, form, hint] of rules) {
    const value = options[option];
    if (value === '') throw new SpecqlCdcError(`${flag} is missing`, hint);
    if (!form.test(value)) throw new SpecqlCdcError(`${flag} cannot be ${JSON.stringify(value)}`, hint);
  }
  const { databasePort } = options;
  if (!Number.isInteger(databasePort) || databasePort < 1 || databasePort > 65_535) {
    throw new SpecqlCdcError(`--database-port cannot be ${databasePort}`, 'Give a port, 1 to 65535.');
  }
  return options;
}
