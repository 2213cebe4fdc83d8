import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { ack, aggregate, fetch, type Delivered } from '../../harness/delivery.js';

const keys = 20;

/** Makes the table whose rows the writers change; each event carries the version of its row. */
export async function createCounters(sql: pg.ClientBase): Promise<void> {
  await sql.query('create table public.counter (key integer primary key, version integer not null)');
  await sql.query('insert into public.counter select n, 0 from generate_series(0, $1::integer) n', [keys - 1]);
}

/**
 * Writes transactions of one to three events: some wait in their middle, some roll back.
 *
 * @param sql - a connection of its own
 * @param work - `stopped` ends it after the transaction under way
 * @param stall - the longest wait, in ms
 */
export async function writer(sql: pg.ClientBase, work: { stopped: boolean }, stall: number): Promise<void> {
  while (!work.stopped) {
    await sql.query('begin');
    const chosen = new Set(
      Array.from({ length: 1 + Math.floor(Math.random() * 3) }, () => Math.floor(Math.random() * keys)),
    );
    for (const key of [...chosen].sort((a, b) => a - b)) {
      await sql.query(
        `with changed as (update public.counter set version = version + 1 where key = $1 returning version)
         select app.write_outbox_event('Post', $2, 'PostChanged', jsonb_build_object('n', version)) from changed`,
        [key, aggregate(key)],
      );
      if (Math.random() < 0.05) await sleep(Math.random() * stall);
    }
    await sql.query(Math.random() < 0.15 ? 'rollback' : 'commit');
  }
}

/** What the workers of a consumer got. */
export class Received {
  readonly times = new Map<number, number>();
  readonly disorder: Delivered[] = [];
  private readonly versions = new Map<number, number>();

  /** Counts an event, and notices when the version before it of its key has not come. */
  add(event: Delivered): void {
    const times = this.times.get(event.eventId) ?? 0;
    this.times.set(event.eventId, times + 1);
    if (times > 0) return;
    const version = event.payload.n as number;
    if (version !== (this.versions.get(event.key) ?? 0) + 1) this.disorder.push(event);
    this.versions.set(event.key, version);
  }

  /** The events that came more than once. */
  get repeated(): number[] {
    return [...this.times].filter(([, times]) => times > 1).map(([id]) => id);
  }
}

/**
 * Fetches batches of random sizes and acknowledges them, until it is finished or gets nothing for two minutes.
 *
 * @param sql - a connection of its own
 * @param consumer - its name
 * @param received - where the events go
 * @param finished - asked when there was nothing: whether to end
 * @param fails - the share of events that fail at first; under block the later ones of its key are left then
 */
export async function worker(
  sql: pg.ClientBase,
  consumer: string,
  received: Received,
  finished: () => boolean,
  fails = 0,
): Promise<void> {
  for (let idleSince = performance.now(); !finished() && performance.now() - idleSince < 120_000;) {
    const events = await fetch(sql, consumer, { limit: 1 + Math.floor(Math.random() * 50) });
    if (events.length > 0) idleSince = performance.now();
    const left = new Set<number>();
    for (const event of events) {
      if (left.has(event.key)) continue;
      if (Math.random() >= fails) received.add(event);
      else {
        left.add(event.key);
        await sql.query('select app.nack_event($1, $2, $3, $4)', [consumer, event.eventId, 'no', '0']);
      }
    }
    if (events.length > 0) await ack(sql, consumer, events);
    else await sleep(5);
  }
}
