import type { Command } from 'commander';
import {
  listDeadLetters,
  purgeDeadLetters,
  replayDeadLetters,
  type DeadLetter,
} from '../../consumer/manage/deadLetters.js';
import { SpecqlCdcError } from '../../error.js';
import { count } from '../options/count.js';
import { eventId } from '../options/eventId.js';
import type { WithSession } from '../report.js';
import { table } from '../output/table.js';

const columns: Record<string, (row: DeadLetter) => string> = {
  consumer: ({ consumer }) => consumer,
  event: ({ event_id }) => event_id,
  type: ({ event_type }) => event_type,
  entity: ({ aggregate_type, aggregate_id }) => `${aggregate_type} ${aggregate_id}`,
  failures: ({ failures }) => String(failures),
  since: ({ dead_at }) => dead_at.toISOString(),
  error: ({ last_error }) => last_error ?? '',
};

/** `specql-cdc dead-letters`: the dead letters of consumers. */
export function deadLetters(program: Command, withSession: WithSession): void {
  const group = program
    .command('dead-letters')
    .description('List the dead letters of consumers, deliver them again, or remove them.')
    .configureHelp({ showGlobalOptions: true });
  for (const add of [list, replay, purge]) add(group, withSession);
}

function list(group: Command, withSession: WithSession): void {
  group
    .command('list')
    .description('List them.')
    .argument('[consumer]', 'only those of this consumer')
    .option('--limit <rows>', 'at most this many', count('rows'), 100)
    .action(
      withSession(async (session, consumer: string | undefined, { limit }: { limit: number }) => {
        const data = await session.withExtension((client) => listDeadLetters(client, { consumer, limit }));
        return { data, text: (paint) => (data.length > 0 ? table(data, columns, paint) : 'no dead letters\n') };
      }),
    );
}

function replay(group: Command, withSession: WithSession): void {
  group
    .command('replay')
    .description('Deliver them again, their failures counted from 0. Later events of their keys may have come before.')
    .argument('<consumer>')
    .option('--event <event_id>', 'only this one', eventId)
    .action(
      withSession(async (session, consumer: string, { event }: { event?: string }) => {
        const replayed = await session.withExtension((client) => replayDeadLetters(client, consumer, event));
        return { data: { consumer, replayed }, text: () => `replayed: ${replayed}\n` };
      }),
    );
}

function purge(group: Command, withSession: WithSession): void {
  group
    .command('purge')
    .description('Remove them for good.')
    .argument('<consumer>')
    .option('--event <event_id>', 'only this one', eventId)
    .option('--yes', 'really remove them')
    .action(
      withSession(async (session, consumer: string, { event, yes }: { event?: string; yes?: boolean }) => {
        if (!yes) throw new SpecqlCdcError('purge cannot be undone', 'Add --yes if the dead letters may go.');
        const purged = await session.withExtension((client) => purgeDeadLetters(client, consumer, event));
        return { data: { consumer, purged }, text: () => `purged: ${purged}\n` };
      }),
    );
}
