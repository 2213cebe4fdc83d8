import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { Received } from '../../../../build/kafka/messages.js';
import { until } from '../../../harness/until.js';

/** What the events of a load are: numbered within their key. */
export interface Numbered {
  key: string;
  n: number;
}

/**
 * Writes numbered events in transactions of a hundred, until told to stop or there are enough; a transaction that fails is written again.
 *
 * @param connect - opens a connection; again after the server was gone
 * @param keys - partition keys of this writer, used in turn
 * @param stop - whether to end, asked before each transaction
 * @returns how many events of each key were committed
 */
export async function writeLoad(
  connect: () => Promise<pg.Client>,
  keys: string[],
  stop: (written: number) => boolean,
): Promise<Map<string, number>> {
  const committed = new Map(keys.map((key) => [key, 0]));
  let written = 0;
  let sql: pg.Client | undefined;
  while (!stop(written)) {
    const batch = Array.from({ length: 100 }, (_, index) => {
      const key = keys[index % keys.length] ?? '';
      return { key, n: (committed.get(key) ?? 0) + Math.floor(index / keys.length) };
    });
    try {
      sql ??= await connect();
      // A commit whose answer is lost may have happened: what is there already is not written again.
      await sql.query(insert, [JSON.stringify(batch)]);
      for (const { key, n } of batch) committed.set(key, n + 1);
      written += batch.length;
    } catch {
      await sql?.end().catch(() => undefined);
      sql = undefined;
      await sleep(200);
    }
  }
  await sql?.end();
  return committed;
}

/** How far the writers of a load are, and when they end. */
export class Progress {
  ending = false;
  private readonly written: number[] = [];

  /** @returns what tells one writer when to stop */
  watch(): (written: number) => boolean {
    const writer = this.written.push(0) - 1;
    return (written) => {
      this.written[writer] = written;
      return this.ending;
    };
  }

  /** Resolves when every writer has written a thousand more events, after two seconds at the earliest. */
  async goesOn(): Promise<void> {
    const before = [...this.written];
    await sleep(2000);
    await until(() => this.written.every((count, writer) => count >= (before[writer] ?? 0) + 1000));
  }
}

const insert = `
  select count(*) from app.write_outbox_events((
    select coalesce(jsonb_agg(jsonb_build_object('aggregate_type', 'Load', 'aggregate_id', '0190d7f0-5a3c-7c3e-9d57-4f2f5a1c9b11', 'event_type', 'Counted',
      'partition_key', e ->> 'key', 'event_payload', e) order by i), '[]')
    from jsonb_array_elements($1::jsonb) with ordinality t (e, i)
    where not exists (select from app.outbox o where o.event_payload = e)))`;

/** What came of a load. */
export interface Delivered {
  /** Numbers that are missing, as key and number. */
  missing: string[];
  repeated: number;
  /** First deliveries that came after a later number of their key. */
  disordered: number;
}

/**
 * @param committed - how many events of each key there are
 * @param messages - what arrived, in order within a partition
 * @returns what of it is missing, repeated or out of order
 */
export function delivered(committed: Map<string, number>, messages: Pick<Received, 'value'>[]): Delivered {
  const seen = new Map<string, Set<number>>();
  let repeated = 0;
  let disordered = 0;
  for (const { value } of messages) {
    const { key, n } = JSON.parse(value ?? '') as Numbered;
    const numbers = seen.get(key) ?? new Set<number>();
    seen.set(key, numbers);
    if (numbers.has(n)) repeated += 1;
    else if (n !== numbers.size) disordered += 1;
    numbers.add(n);
  }
  const missing = [...committed].flatMap(([key, count]) =>
    Array.from({ length: count }, (_, n) => n)
      .filter((n) => !seen.get(key)?.has(n))
      .map((n) => `${key} ${n}`),
  );
  return { missing, repeated, disordered };
}

/**
 * @param committed - how many events of each key there are
 * @returns whether the messages hold them all
 */
export function complete(committed: Map<string, number>): (messages: Received[]) => boolean {
  const wanted = [...committed.values()].reduce((sum, count) => sum + count, 0);
  const ids = new Set<string>();
  return (messages) => {
    const latest = messages.at(-1);
    if (latest) ids.add(latest.headers.id ?? '');
    return ids.size >= wanted;
  };
}
