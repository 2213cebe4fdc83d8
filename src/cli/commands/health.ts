import type { Command } from 'commander';
import { healthCheck } from '../../operations/healthCheck.js';
import { findingsText } from '../output/findingsText.js';
import type { WithSession } from '../report.js';

/** `specql-cdc health`: looks whether everything that should be audited is. */
export function health(program: Command, withSession: WithSession): void {
  program
    .command('health')
    .description('Look whether everything that should be audited is. The exit code is 1 when an error was found.')
    .addHelpText('after', '\nExample:\n  $ specql-cdc health --json')
    .action(
      withSession(async (session) => {
        const data = await session.withExtension((client) => healthCheck(client));
        return {
          data,
          text: (paint) => findingsText(data, paint),
          exitCode: data.some(({ status }) => status === 'error') ? 1 : 0,
        };
      }),
    );
}
