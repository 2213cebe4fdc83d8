import type { Command } from 'commander';
import { requireExtension } from '../../operations/extensionVersions.js';
import { healthCheck, type HealthRow } from '../../operations/healthCheck.js';
import type { Paint, Tone } from '../paint.js';
import { printable } from '../printable.js';
import type { Perform } from '../report.js';

/** `specql-cdc health`: looks whether everything that should be audited is. */
export function health(program: Command, perform: Perform): void {
  program
    .command('health')
    .description('Look whether everything that should be audited is. The exit code is 1 when an error was found.')
    .addHelpText('after', '\nExample:\n  $ specql-cdc health --json')
    .action(
      perform(async (session) => {
        const data = await session.connected(async (client) => {
          await requireExtension(client);
          return healthCheck(client);
        });
        return {
          data,
          text: (paint) => healthText(data, paint),
          exitCode: data.some(({ status }) => status === 'error') ? 1 : 0,
        };
      }),
    );
}

const tones: Record<HealthRow['status'], Tone> = { ok: 'good', warning: 'warning', error: 'bad' };

function healthText(rows: HealthRow[], paint: Paint): string {
  const width = Math.max(...rows.map(({ check }) => check.length));
  const lines = rows.flatMap(({ check, status, detail, hint }) => [
    `${paint(tones[status], status.padEnd(7))}  ${check.padEnd(width)}  ${printable(detail ?? '')}`.trimEnd(),
    ...(hint ? [' '.repeat(width + 11) + printable(hint)] : []),
  ]);
  const number = (status: HealthRow['status']) => rows.filter((row) => row.status === status).length;
  return `${lines.join('\n')}\n\nerrors: ${number('error')}, warnings: ${number('warning')}\n`;
}
