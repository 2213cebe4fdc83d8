import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';

/** Type of the events' aggregate, and so the last part of the topic. */
export const aggregateType = 'Load';

/** Of all events. */
export const eventType = 'Counted';

/** Makes events numbered from $1 to $2, whose payloads are some 300 bytes of text and whose keys are a hundred. */
const write = `select count(*) from app.write_outbox_events((
  select jsonb_agg(jsonb_build_object('aggregate_type', '${aggregateType}', 'aggregate_id', '0190d7f0-5a3c-7c3e-9d57-4f2f5a1c9b11',
    'event_type', '${eventType}', 'partition_key', 'key ' || n % 100, 'event_payload', jsonb_build_object('n', n, 'filler', repeat('x', 280))) order by n)
  from generate_series($1::integer, $2::integer) n))`;

const statement = { name: 'write', text: write };

/** Some events, by their numbers. */
export interface Batch {
  first: number;
  last: number;
}

/**
 * Writes events in one transaction.
 *
 * @param sql - in no transaction
 * @param batch - their numbers
 * @returns when the commit was asked for, by performance.now()
 */
export async function commit(sql: pg.Client, { first, last }: Batch): Promise<number> {
  await sql.query('begin');
  await sql.query({ ...statement, values: [first, last] });
  const asked = performance.now();
  await sql.query('commit');
  return asked;
}

/** Events at a steady rate. */
export interface Pace {
  /** Number of the first. */
  first: number;
  perSecond: number;
  /** In one transaction. */
  together: number;
  seconds: number;
}

/**
 * Writes events when they are due: a commit that takes long delays those of its connection, and no others.
 *
 * @param connections - which take turns
 * @param pace - rate, for how long
 * @returns when the commit of each event was asked for, by its number
 */
export async function writeSteadily(
  connections: pg.Client[],
  { first: start, perSecond, together, seconds }: Pace,
): Promise<Map<number, number>> {
  const asked = new Map<number, number>();
  const transactions = Math.ceil((perSecond * seconds) / together);
  const started = performance.now();
  let next = 0;
  const work = async (sql: pg.Client) => {
    while (next < transactions) {
      const transaction = next++;
      const due = started + (1000 * transaction * together) / perSecond;
      const early = due - performance.now();
      if (early > 0) await sleep(early);
      const first = start + transaction * together;
      const batch = { first, last: first + together - 1 };
      const at = await commit(sql, batch);
      for (let n = batch.first; n <= batch.last; n += 1) asked.set(n, at);
    }
  };
  await Promise.all(connections.map(work));
  return asked;
}

/**
 * Writes events as fast as can be.
 *
 * @param connections - which share the work
 * @param events - which
 * @param together - how many in one transaction
 */
export async function writeFast(connections: pg.Client[], events: Batch, together = 100): Promise<void> {
  let next = events.first;
  const work = async (sql: pg.Client) => {
    while (next <= events.last) {
      const first = next;
      next = Math.min(events.last + 1, first + together);
      await commit(sql, { first, last: next - 1 });
    }
  };
  await Promise.all(connections.map(work));
}
