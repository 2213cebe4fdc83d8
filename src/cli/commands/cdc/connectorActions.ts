import type { Command } from 'commander';
import { startAnew } from '../../../cdc/operate/startAnew.js';
import { untilRunning } from '../../../cdc/operate/untilRunning.js';
import { printable } from '../../output/printable.js';
import type { WithSession } from '../../report.js';
import { connectClient, withConnectorName, type ConnectFlags } from './shared.js';

const actions = {
  pause: { description: 'Let the connector idle. The slot holds the write-ahead log meanwhile.', state: 'is paused' },
  resume: { description: 'Let it continue where it was.', state: 'runs' },
  restart: { description: 'Restart it and its task, after a failure whose cause is mended.', state: 'runs' },
} as const;

/** `specql-cdc cdc pause`, `resume` and `restart`. */
export function connectorActions(program: Command, withSession: WithSession): void {
  for (const action of ['pause', 'resume', 'restart'] as const) {
    const { description, state } = actions[action];
    withConnectorName(program.command(action))
      .description(description)
      .addHelpText('after', `\nExample:\n  $ specql-cdc cdc ${action}`)
      .action(
        withSession(async (_, flags: ConnectFlags) => {
          const connect = connectClient(flags);
          const { connectorName } = flags;
          await connect.requireConnect();
          if (action === 'restart') await startAnew(connect, connectorName);
          else await connect.act(connectorName, action);
          if (action === 'resume') await untilRunning(connect, connectorName);
          return {
            data: { connector: connectorName, action },
            text: () => `${printable(connectorName)} ${state}\n`,
          };
        }),
      );
  }
}
