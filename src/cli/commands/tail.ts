import { randomUUID } from 'node:crypto';
import { Option, type Command } from 'commander';
import pg from 'pg';
import { Consumer } from '../../consumer/consumer.js';
import type { DeliveredEvent } from '../../consumer/event.js';
import { SpecqlCdcError } from '../../error.js';
import { requireExtension } from '../../operations/extensionVersions.js';
import { count } from '../count.js';
import { untilInterrupted } from '../interrupted.js';
import { names } from '../names.js';
import type { Paint } from '../paint.js';
import { printable } from '../printable.js';
import type { WithSession, Session } from '../report.js';
import { uuid } from '../uuid.js';

interface TailFlags {
  log: string;
  type?: string[];
  aggregate?: string;
  tenant?: string;
  limit?: number;
}

/** `specql-cdc tail`: follows events as they commit. */
export function tail(program: Command, withSession: WithSession): void {
  program
    .command('tail')
    .description('Print events as they commit, until interrupted, by a consumer that goes away at the end.')
    .addOption(new Option('--log <log>', 'which log').choices(['outbox', 'mutation_events']).default('outbox'))
    .option('--type <event types>', 'only these, separated by commas', names)
    .option('--aggregate <type>', 'only events of this type of entity')
    .option('--tenant <uuid>', 'only events of this tenant', uuid)
    .option('--limit <events>', 'end after this many', count('events'))
    .addHelpText('after', '\nExample:\n  $ specql-cdc tail --type PostCreated,PostDeleted --json')
    .action(
      withSession(async (session, flags: TailFlags) => {
        const consumer = `tail_${randomUUID()}`;
        // All of it: an interruption between two steps would leave the consumer behind too.
        await untilInterrupted(async (signal) => {
          await create(session, consumer, flags);
          try {
            await follow(session, consumer, flags, signal);
          } finally {
            await session.connected((client) => client.query('select app.drop_consumer($1)', [consumer]));
          }
        });
        return undefined;
      }),
    );
}

/** One that is left behind, as when this process is killed, does not hold back maintenance for longer than an hour. */
async function create(session: Session, consumer: string, { log, type }: TailFlags): Promise<void> {
  const text = `select app.create_consumer($1, $2, 'latest', p_event_types => $3, p_max_lag => '1 hour')`;
  await session.connected(async (client) => {
    await requireExtension(client);
    await client.query(text, [consumer, log, type]).catch((error: unknown) => {
      if (error instanceof pg.DatabaseError && error.code === '42501') {
        throw new SpecqlCdcError(
          'this role may only read: to follow events it needs a consumer of its own, and may not make one',
          'Connect as the owner of the extension or as an administrator (app.grant_administrator), or poll app.outbox.',
        );
      }
      throw error;
    });
  });
}

async function follow(session: Session, consumer: string, flags: TailFlags, signal: AbortSignal): Promise<void> {
  const { databaseUrl } = session;
  const events = new Consumer({ ...(databaseUrl && { connectionString: databaseUrl }), consumer });
  let left = flags.limit ?? Infinity;
  try {
    for await (const batch of events.batches({ signal })) {
      for (const event of batch.events.filter((candidate) => wanted(candidate, flags)).slice(0, left)) {
        session.print({ data: event, oneLine: true, text: (paint) => line(event, paint) });
        left--;
      }
      await batch.ack();
      if (left <= 0) break;
    }
  } finally {
    await events.close();
  }
}

const wanted = (event: DeliveredEvent, { aggregate, tenant }: TailFlags): boolean =>
  (aggregate === undefined || event.aggregate_type === aggregate) &&
  (tenant === undefined || event.tenant_id === tenant);

const line = (event: DeliveredEvent, paint: Paint): string =>
  `${paint('faint', event.created_at.toISOString())}  ${paint('heading', printable(event.event_type))}  ` +
  `${printable(`${event.aggregate_type} ${event.aggregate_id}`)}  ${printable(JSON.stringify(event.payload))}\n`;
