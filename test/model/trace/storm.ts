import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { TestDatabase } from '../../../build/server/databases.js';
import { aggregate, create } from '../../harness/delivery.js';
import { column, rows, value } from '../../harness/query.js';
import { batchOf, epochStart, shardRow } from './observe.js';
import type { Done, Of, Trace } from './operation.js';
import { Recorder } from './recorder.js';

const limit = 3;
const maxAttempts = 3;
const workersOfShard = 2;
const writers = 4;

/** What the sessions of a storm share. */
interface Storm {
  recorder: Recorder;
  /** Ids of the shards, by their numbers. */
  shardIds: number[];
  /** Aggregates by the numbers that the model has for their keys: the parity says which shard has the key. */
  aggregates: string[];
  segment: number;
  isOver: boolean;
}

const chance = (share: number) => Math.random() < share;
const currentXid = `coalesce(pg_current_xact_id_if_assigned()::text::bigint, 0)`;

/** A transaction with some events that each change a row of their own, and commit or roll back. */
async function write(sql: pg.Client, session: number, { recorder, aggregates, segment }: Storm): Promise<void> {
  const keys = aggregates.map((_, key) => key).filter(() => chance(0.4));
  if (keys.length === 0) return;
  const writer = recorder.writer(keys);
  await sql.query('begin');
  for (const key of keys) {
    await recorder.record(session, async (): Promise<Of<'writes'> | Done> => {
      await sql.query('select from public.model_key where key = $1 for update', [key]);
      const id = await value(sql, `select app.write_outbox_event('Post', $1, 'PostChanged', '{}')`, [aggregates[key]]);
      const [event] = await rows(sql, 'select event_id, segment, transaction_id from app.outbox where id = $1', [id]);
      return {
        ...{ does: 'writes', writer, xid: Number(event?.transaction_id), id: Number(event?.event_id) },
        segment: event?.segment === segment ? 0 : 1,
      };
    });
    if (chance(0.3)) await sleep(Math.random() * 10);
  }
  const how = chance(0.2) ? 'aborts' : 'commits';
  await recorder.record(session, async () => {
    await sql.query(how === 'aborts' ? 'rollback' : 'commit');
    return { does: 'ends', writer, how } as const;
  });
}

/** A fetch in a transaction that may stay open for a moment, and roll back. */
async function fetch(sql: pg.Client, session: number, worker: number, storm: Storm) {
  const { recorder, shardIds } = storm;
  const shard = worker % shardIds.length;
  await sql.query('begin');
  const fetched = await recorder.record(session, async () => {
    const events = await rows(sql, `select batch, event_id from app.fetch_events('model', $1, $2)`, [limit, shard]);
    const { row, isOwn } = await shardRow(sql, shardIds[shard] ?? 0);
    const token = events[0]?.batch as string | undefined;
    return {
      ...({ does: 'fetches', worker, xid: Number(await value(sql, `select ${currentXid}`)) } as const),
      events: events.map(({ event_id }) => Number(event_id)),
      batch: token === undefined ? undefined : batchOf(token, shardIds),
      row: isOwn ? row : undefined,
      token,
    };
  });
  if (chance(0.3)) await sleep(Math.random() * 10);
  const how = chance(0.15) ? 'rolls back' : 'commits';
  await recorder.record(session, async () => {
    await sql.query(how === 'commits' ? 'commit' : 'rollback');
    return { does: 'ends its fetch', worker, how } as const;
  });
  return how === 'commits' && fetched.token !== undefined ? { ...fetched, token: fetched.token } : undefined;
}

/** What a worker does with a batch: some events fail, and it acknowledges a part or the whole, or forgets it. */
async function handle(
  sql: pg.Client,
  session: number,
  batch: { token: string; events: number[] },
  { recorder, shardIds }: Storm,
) {
  const isFirst = recorder.operations.every((done) => done.does !== 'fails' || done.answer !== 'waits');
  const failed = batch.events.filter(() => isFirst || chance(0.15));
  for (const id of failed.slice(0, 1))
    await recorder.record(session, async () => {
      const call = `select app.nack_event('model', $1, 'no', '0') as due, ${currentXid} as xid`;
      // Another worker may have acknowledged it since the lease has ended.
      const [answer] = await rows(sql, call, [id]).catch(() => []);
      if (!answer) return { does: 'fails', id, answer: 'is refused', xid: undefined } as const;
      return { does: 'fails', id, answer: answer.due ? 'waits' : 'is dead', xid: Number(answer.xid) } as const;
    });
  if (chance(0.1)) return;
  const part = failed.length === 0 && chance(0.3) ? batch.events.slice(0, -1)[0] : undefined;
  for (const through of part === undefined ? [undefined] : [part, undefined])
    await recorder.record(session, async () => {
      const call = `select app.ack_events('model', $1, $2) as answer, ${currentXid} as xid`;
      const [answer] = await rows(sql, call, [batch.token, through ?? null]);
      return {
        ...({ does: 'acknowledges', batch: batchOf(batch.token, shardIds), through } as const),
        ...{ answer: String(answer?.answer), xid: Number(answer?.xid) },
      };
    });
}

/** What an administrator does: leases end, and maintenance tries to empty the segment that is written to. */
async function administer(sql: pg.Client, session: number, { recorder, segment, shardIds }: Storm): Promise<void> {
  await recorder.record(session, async () => {
    const expired = await rows(
      sql,
      `update app.consumer_state set leased_until = now() - interval '1 second'
       where leased_until > now() and deliveries = 1 returning shard_id || '.' || batch as token, ${currentXid} as xid`,
    );
    const batches = expired.map(({ token }) => batchOf(String(token), shardIds));
    return { does: 'expires leases', batches, xid: Number(expired[0]?.xid ?? 0) } as const;
  });
  await sleep(10);
  await recorder.record(session, async () => {
    const call = `select app.empty_segment('outbox', $1::smallint, false) as answer, ${currentXid} as xid`;
    const [answer] = await rows(sql, call, [segment]);
    return { does: 'maintains', answer: answer?.answer as string | null, xid: Number(answer?.xid) } as const;
  });
}

/** What is left is delivered, as long as there is something, so that maintenance finds the segment free. */
async function finish(sql: pg.Client, storm: Storm): Promise<void> {
  const session = writers + workersOfShard * storm.shardIds.length + 1;
  for (let nothing = 0; nothing < 8;) {
    const batch = await fetch(sql, session, nothing % storm.shardIds.length, storm);
    if (batch) await handle(sql, session, batch, storm);
    else if (++nothing % 4 === 0) await administer(sql, session, storm);
  }
}

/** Two keys for each of two shards. */
async function prepare(sql: pg.Client, policy: Trace['policy']): Promise<Storm> {
  await create(sql, 'model', { shards: 2, on_failure: policy, max_attempts: maxAttempts });
  const shardOf = async (key: number) =>
    Number(await value(sql, `select (not app.in_shard($1, 2, 0))::integer`, [aggregate(key)]));
  const byShard: string[][] = [[], []];
  for (let key = 0; byShard.some((keys) => keys.length < 2); key++) byShard[await shardOf(key)]?.push(aggregate(key));
  const aggregates = [0, 1].flatMap((n) => byShard.map((keys) => keys[n] ?? ''));
  await sql.query('create table public.model_key as select key from generate_series(0, 3) key');
  const text = `select shard_id from app.consumer_shard where consumer = 'model' order by shard`;
  return {
    ...{ recorder: new Recorder(), aggregates, isOver: false },
    shardIds: (await column(sql, text)).map(Number),
    segment: Number(await value(sql, 'select app.segment_of(now())')),
  };
}

/**
 * Lets writers, workers and an administrator do what they do all at once, and records it.
 *
 * @param db - a database of its own, on a server where nobody else takes xids
 * @param policy - what becomes of later events of a key when one fails
 * @param transactions - how many each writer begins
 * @returns the trace
 */
export async function storm(db: TestDatabase, policy: Trace['policy'], transactions: number): Promise<Trace> {
  const connect = () => db.connect('postgres');
  const sql = await connect();
  const shared = await prepare(sql, policy);
  const firstXid = Number(await value(sql, 'select pg_snapshot_xmax(pg_current_snapshot())'));
  const shards = await Promise.all(shared.shardIds.map(async (id) => (await shardRow(sql, id)).row));
  const epoch = await epochStart(sql);
  const writing = Array.from({ length: writers }, async (_, session) => {
    const own = await connect();
    for (let rest = transactions; rest > 0; rest--) await write(own, session, shared);
  });
  const working = Array.from({ length: workersOfShard * shards.length }, async (_, worker) => {
    const own = await connect();
    const session = writers + worker;
    for (let rest = 3; rest > 0; rest -= shared.isOver ? 1 : 0) {
      const batch = await fetch(own, session, worker, shared);
      if (batch) await handle(own, session, batch, shared);
      else await sleep(10);
    }
  });
  const administering = (async () => {
    const own = await connect();
    while (!shared.isOver) {
      await sleep(40);
      await administer(own, writers + working.length, shared);
    }
  })();
  await Promise.all(writing);
  shared.isOver = true;
  await Promise.all([...working, administering]);
  await finish(sql, shared);
  const { keys, operations } = shared.recorder;
  return {
    ...{ firstXid, shards, epoch, policy, maxAttempts, limit, workers: workersOfShard, keys },
    operations: operations.sort((a, b) => a.called - b.called),
  };
}
