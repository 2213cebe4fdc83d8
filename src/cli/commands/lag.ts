import type { Command } from 'commander';
import { consumerLag, type ConsumerLag } from '../../consumer/metrics/consumerLag.js';
import { requireConsumer } from '../../consumer/manage/requireConsumer.js';
import type { WithSession } from '../report.js';
import { table } from '../output/table.js';

const columns: Record<string, (row: ConsumerLag) => string> = {
  consumer: ({ consumer }) => consumer,
  shard: ({ shard, shards }) => `${shard + 1}/${shards}`,
  behind: ({ events_behind }) => events_behind,
  oldest: ({ oldest_event_at }) => oldest_event_at?.toISOString() ?? '-',
  'per second': ({ events_per_second }) => events_per_second ?? '-',
  retrying: ({ retrying }) => retrying,
  blocked: ({ blocked }) => blocked,
  dead: ({ dead_letters }) => dead_letters,
  state: ({ suspended, slot, worker }) =>
    suspended ? `suspended: ${suspended}` : slot ? `follows slot ${slot}` : worker ? `in flight at ${worker}` : 'idle',
};

/** `specql-cdc lag`: how far the consumers are behind. */
export function lag(program: Command, withSession: WithSession): void {
  program
    .command('lag')
    .description('Show how far each consumer is behind, and what holds it.')
    .argument('[consumer]', 'only this one')
    .addHelpText('after', '\nExample:\n  $ specql-cdc lag mailer --json')
    .action(
      withSession(async (session, consumer?: string) => {
        const data = await session.withExtension(async (client) => {
          const rows = await consumerLag(client, consumer);
          if (consumer !== undefined && rows.length === 0) await requireConsumer(client, consumer);
          return rows;
        });
        return { data, text: (paint) => (data.length > 0 ? table(data, columns, paint) : 'no consumers\n') };
      }),
    );
}
