import type { Command } from 'commander';
import { listConsumers, type ConsumerRow } from '../../consumer/manage/listConsumers.js';
import type { WithSession } from '../report.js';
import { table } from '../output/table.js';

const columns: Record<string, (row: ConsumerRow) => string> = {
  consumer: ({ consumer }) => consumer,
  log: ({ log }) => log,
  types: ({ event_types }) => event_types?.join(',') ?? 'all',
  lease: ({ lease }) => lease,
  'max attempts': ({ max_attempts }) => String(max_attempts),
  'back-off': ({ backoff }) => backoff,
  'on failure': ({ on_failure }) => on_failure,
  slot: ({ slot }) => slot ?? '-',
  suspended: ({ suspended }) => suspended ?? '-',
};

/** `specql-cdc consumers`: who reads the logs, and how. */
export function consumers(program: Command, withSession: WithSession): void {
  program
    .command('consumers')
    .description('List the consumers and how they were made.')
    .addHelpText('after', '\nExample:\n  $ specql-cdc consumers')
    .action(
      withSession(async (session) => {
        const data = await session.withExtension((client) => listConsumers(client));
        return { data, text: (paint) => (data.length > 0 ? table(data, columns, paint) : 'no consumers\n') };
      }),
    );
}
