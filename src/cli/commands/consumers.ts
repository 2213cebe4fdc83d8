import type { Command } from 'commander';
import { requireExtension } from '../../operations/extensionVersions.js';
import type { WithSession } from '../report.js';
import { table } from '../table.js';

interface ConsumerRow {
  consumer: string;
  log: string;
  event_types: string[] | null;
  lease: string;
  max_attempts: number;
  backoff: string;
  on_failure: string;
  slot: string | null;
  max_lag: string | null;
  suspended: string | null;
  created_at: Date;
}

const select = `select consumer, log, event_types, lease::text, max_attempts, backoff::text, on_failure, slot, max_lag::text, suspended, created_at
  from app.consumer order by consumer`;

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
        const data = await session.connected(async (client) => {
          await requireExtension(client);
          return (await client.query<ConsumerRow>(select)).rows;
        });
        return { data, text: (paint) => (data.length > 0 ? table(data, columns, paint) : 'no consumers\n') };
      }),
    );
}
