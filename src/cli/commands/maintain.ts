import type { Command } from 'commander';
import { maintain as maintainLogs, type MaintenanceAction } from '../../operations/maintain.js';
import { repeatedly } from '../repeatedly.js';
import type { WithSession, Report } from '../report.js';
import { seconds } from '../options/seconds.js';
import { table } from '../output/table.js';

const columns: Record<string, (row: MaintenanceAction) => string> = {
  log: ({ log }) => log,
  action: ({ action }) => action,
  detail: ({ detail }) => detail,
};

/** `specql-cdc maintain`: what the logs need from time to time. */
export function maintain(program: Command, withSession: WithSession): void {
  program
    .command('maintain')
    .description('Empty what every consumer has passed, follow replication slots, suspend consumers that lag too far.')
    .option('--every <seconds>', 'do it again and again, until interrupted', seconds)
    .addHelpText('after', '\nExample:\n  $ specql-cdc maintain --every 60')
    .action(
      withSession(async (session, { every: intervalSeconds }: { every?: number }) => {
        const once = async (): Promise<Report> => {
          const data = await session.withExtension((client) => maintainLogs(client));
          return { data, text: (paint) => (data.length > 0 ? table(data, columns, paint) : 'nothing to do\n') };
        };
        if (intervalSeconds === undefined) return once();
        await repeatedly(session, intervalSeconds, once);
        return undefined;
      }),
    );
}
