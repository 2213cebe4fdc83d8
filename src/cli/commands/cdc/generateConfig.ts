import { Option, type Command } from 'commander';
import { cdcFiles } from '../../../cdc/config/cdcFiles.js';
import { cdcOptions, defaults, modes, snapshots, values, type CdcOptions } from '../../../cdc/config/cdcOptions.js';
import { writeFiles } from '../../../cdc/config/writeFiles.js';
import { printable } from '../../output/printable.js';
import type { WithSession } from '../../report.js';

interface GenerateFlags extends Partial<CdcOptions> {
  outputDir: string;
  force?: boolean;
}

/** `specql-cdc cdc generate-config`: writes everything that setting up takes. */
export function generateConfig(program: Command, withSession: WithSession): void {
  const option = (flags: string, description: string, name: keyof typeof defaults) =>
    new Option(flags, description).default(defaults[name]);
  program
    .command('generate-config')
    .description(
      'Write the connector, the SQL that prepares the database, a Docker stack, and a script that deploys the connector. No file holds a password.',
    )
    .option('--database-host <host>', 'as Kafka Connect reaches it; postgres is the server of the stack')
    .addOption(option('--database-port <port>', 'its port', 'databasePort').argParser(Number))
    .option('--database-name <name>', 'the database that has the extension')
    .addOption(option('--database-user <role>', 'the role that Debezium connects as', 'databaseUser'))
    .addOption(
      option('--password-reference <reference>', 'where Kafka Connect finds its password', 'passwordReference'),
    )
    .addOption(option('--kafka-host <servers>', 'bootstrap servers; kafka:9092 is that of the stack', 'kafkaHost'))
    .addOption(option('--topic-prefix <prefix>', 'topics are <prefix>.events.<aggregate type>', 'topicPrefix'))
    .addOption(option('--connector-name <name>', 'its name in Kafka Connect', 'connectorName'))
    .addOption(option('--slot-name <name>', 'of the replication slot and the publication', 'slotName'))
    .addOption(
      option('--mode <mode>', 'wal: also the events that app.set_outbox_mode keeps out of the table', 'mode').choices(
        modes,
      ),
    )
    .addOption(option('--value <form>', 'the payload as it is, or the event in an envelope', 'value').choices(values))
    .addOption(
      option('--snapshot <mode>', 'whether events that are in the table already are sent too', 'snapshot').choices(
        snapshots,
      ),
    )
    .option('--exactly-once', 'write events and position in one Kafka transaction')
    .option('--mutation-events', 'stream app.mutation_events too, to <prefix>.mutation_events')
    .option('--output-dir <folder>', 'where to write', './cdc')
    .option('--force', 'replace files that are there')
    .addHelpText(
      'after',
      '\nExample:\n  $ specql-cdc cdc generate-config --database-host postgres --database-name blog --output-dir ./cdc',
    )
    .action(
      withSession(async (_, { outputDir, force = false, ...given }: GenerateFlags) => {
        const options = cdcOptions(given);
        const files = await writeFiles(outputDir, await cdcFiles(options), { force });
        const stack = files.some((file) => file.endsWith('docker-compose.yml'));
        return { data: { files }, text: () => `${[...files.map(written), '', ...next(stack)].join('\n')}\n` };
      }),
    );
}

const written = (file: string) => `wrote ${printable(file)}`;

const next = (stack: boolean): string[] => [
  'Next: set SPECQL_CDC_PASSWORD for Kafka Connect, and',
  ...(stack
    ? ['  docker compose up --detach --wait   in that folder, for the stack; or, for a database and Kafka of your own,']
    : []),
  '  run setup-database.sql, give the role its password, then: specql-cdc cdc deploy',
];
