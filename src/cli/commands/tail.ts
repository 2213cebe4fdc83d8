import { Option, type Command } from 'commander';
import type pg from 'pg';
import type { DeliveredEvent } from '../../consumer/deliveredEvent.js';
import { logNames, type LogName } from '../../consumer/logName.js';
import { tailEvents } from '../../consumer/manage/tailEvents.js';
import { requireExtension } from '../../operations/extensionVersions.js';
import { count } from '../options/count.js';
import { untilInterrupted } from '../interrupted.js';
import { nameList } from '../options/nameList.js';
import type { Paint } from '../output/paint.js';
import { printable } from '../output/printable.js';
import type { WithSession, Session } from '../report.js';
import { uuid } from '../options/uuid.js';

interface TailFlags {
  log: LogName;
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
    .addOption(new Option('--log <log>', 'which log').choices(logNames).default('outbox' satisfies LogName))
    .option('--type <event types>', 'only these, separated by commas', nameList)
    .option('--aggregate <type>', 'only events of this type of entity')
    .option('--tenant <uuid>', 'only events of this tenant', uuid)
    .option('--limit <events>', 'end after this many', count('events'))
    .addHelpText('after', '\nExample:\n  $ specql-cdc tail --type PostCreated,PostDeleted --json')
    .action(
      withSession(async (session, flags: TailFlags) => {
        await untilInterrupted(async (signal) => {
          const ssl = await session.connected(async (client) => {
            await requireExtension(client);
            return client.ssl;
          });
          await follow(session, flags, ssl, signal);
        });
        return undefined;
      }),
    );
}

/** @param ssl - as the connection before found it: a server is asked only once whether it has TLS */
async function follow(session: Session, flags: TailFlags, ssl: pg.Client['ssl'], signal: AbortSignal): Promise<void> {
  const { databaseUrl } = session;
  const { log, type: eventTypes, limit = Infinity } = flags;
  const connection = { ...(databaseUrl && { connectionString: databaseUrl }), ssl };
  let left = limit;
  for await (const event of tailEvents(connection, { log, ...(eventTypes && { eventTypes }), signal })) {
    if (isWanted(event, flags) && left-- > 0) {
      session.print({ data: event, oneLine: true, showsValues: true, text: (paint) => line(event, paint) });
    }
    if (left <= 0) break;
  }
}

const isWanted = (event: DeliveredEvent, { aggregate, tenant }: TailFlags): boolean =>
  (aggregate === undefined || event.aggregate_type === aggregate) &&
  (tenant === undefined || event.tenant_id === tenant);

const line = (event: DeliveredEvent, paint: Paint): string =>
  `${paint('faint', event.created_at.toISOString())}  ${paint('heading', printable(event.event_type))}  ` +
  `${printable(`${event.aggregate_type} ${event.aggregate_id}`)}  ${printable(JSON.stringify(event.payload))}\n`;
