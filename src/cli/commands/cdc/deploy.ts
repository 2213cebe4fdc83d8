import type { Command } from 'commander';
import { readConnector } from '../../../cdc/operate/connectorFile.js';
import { deploy, type Deployed } from '../../../cdc/operate/deploy.js';
import { printable } from '../../output/printable.js';
import type { WithSession } from '../../report.js';
import { connectClient, withConnectUrl } from './shared.js';

interface DeployFlags {
  config: string;
  kafkaConnectUrl: string;
  recreateSlot?: boolean;
}

/** `specql-cdc cdc deploy`: makes database and Kafka Connect what the connector file says. */
export function deployConnector(program: Command, withSession: WithSession): void {
  withConnectUrl(program.command('deploy'))
    .description(
      'Create role, publication, slot and connector, or bring them up to date, and wait until the connector runs.',
    )
    .option('--config <file>', 'the connector', './cdc/debezium-outbox-connector.json')
    .option('--recreate-slot', 'make the slot anew and forget how far the connector came; for a slot that was lost')
    .addHelpText('after', '\nExample:\n  $ specql-cdc cdc deploy --database-url postgresql://postgres@localhost/blog')
    .action(
      withSession(async (session, { config, kafkaConnectUrl, recreateSlot = false }: DeployFlags) => {
        const connect = connectClient({ kafkaConnectUrl });
        const document = await readConnector(config);
        const data = await session.withExtension((client) =>
          deploy(client, connect, document, {
            recreateSlot,
            progress: (deployed) => {
              session.progress(line(deployed));
            },
          }),
        );
        return { data, text: () => `${printable(document.name)} runs\n` };
      }),
    );
}

const line = ({ what, outcome }: Deployed) => `${outcome.padEnd(9)}  ${printable(what)}`;
