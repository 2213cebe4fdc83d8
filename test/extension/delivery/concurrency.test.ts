import { expect } from 'vitest';
import { column, value } from '../../harness/query.js';
import { test, type DatabaseFixture } from '../../harness/fixture.js';
import { until } from '../../harness/until.js';
import { ack, create, drain, fetch, numbers, write } from '../../harness/delivery.js';
import { createCounters, Received, worker, writer } from './load.js';

/** No worker is so slow that another gets its events. */
const lease = '1 hour';

/** How many events are committed before the writers stop. */
const enough = 600;

/** Twelve writers and some workers; `during` runs when half of the events are committed. */
async function run(
  db: DatabaseFixture,
  workers: number,
  during: () => Promise<void> = () => Promise.resolve(),
  fails = 0,
) {
  const received = new Received();
  const work = { stopped: false };
  let committed = Infinity;
  const writers = Array.from({ length: 12 }, async (_, index) =>
    writer(await db.connect(), work, index === 0 ? 800 : 30),
  );
  const readers = Array.from({ length: workers }, async () =>
    worker(await db.connect(), 'mailer', received, () => received.times.size >= committed, fails),
  );
  const written = async () => Number(await value(db.sql, 'select count(*) from app.outbox'));
  await until(async () => (await written()) >= enough / 2);
  await during();
  await until(async () => (await written()) >= enough);
  work.stopped = true;
  await Promise.all(writers);
  const ids = (await column(db.sql, 'select event_id from app.outbox')).map(Number);
  committed = ids.length;
  await Promise.all(readers);
  return { received, ids };
}

function expectEachOnceInOrder({ received, ids }: Awaited<ReturnType<typeof run>>): void {
  expect(ids.filter((id) => !received.times.has(id))).toEqual([]);
  expect(received.times.size).toBe(ids.length);
  expect(received.repeated).toEqual([]);
  expect(received.disorder).toEqual([]);
}

test('every committed event comes once and in the order of its key, while a transaction stays open', async ({ db }) => {
  await createCounters(db.sql);
  await create(db.sql, 'mailer', { lease });
  const open = await db.connect();
  await open.query('begin');
  await write(open, 1, 99);
  expectEachOnceInOrder(await run(db, 2));

  await open.query('commit');
  expect((await drain(db.sql, 'mailer')).map(({ key }) => key)).toEqual([99]);
});

test('shards divide the keys, and their number may change while events are written', async ({ db }) => {
  await createCounters(db.sql);
  await create(db.sql, 'mailer', { lease, shards: 3 });
  const snapshot = await db.connect();
  await snapshot.query('begin isolation level repeatable read; select count(*) from app.outbox');
  const outcome = await run(db, 4, async () => {
    await create(db.sql, 'mailer', { lease, shards: 5 });
    await create(db.sql, 'mailer', { lease, shards: 2 });
  });
  expectEachOnceInOrder(outcome);
  expect(await column(db.sql, 'select shards from app.v_consumer_lag')).toEqual([2, 2]);
});

test('each event comes to its end once and in the order of its key, though many fail at first', async ({ db }) => {
  await createCounters(db.sql);
  await create(db.sql, 'mailer', { lease, shards: 3, max_attempts: 1000 });
  expectEachOnceInOrder(await run(db, 5, undefined, 0.2));
});

test('a reader that remembers the highest id loses an event that a consumer gets', async ({ db }) => {
  await create(db.sql, 'mailer');
  let last = 0;
  const byId = async () => {
    const ids = await column(db.sql, 'select event_id from app.outbox where event_id > $1 order by event_id', [last]);
    last = Math.max(last, ...ids.map(Number));
    return ids.length;
  };
  const [early, late] = [await db.connect(), await db.connect()];
  await early.query('begin');
  await write(early, 1, 1);
  await late.query('begin');
  await write(late, 2, 2);
  await late.query('commit');

  const first = await fetch(db.sql, 'mailer');
  expect(await byId()).toBe(1);
  expect(numbers(first)).toEqual([2]);
  await ack(db.sql, 'mailer', first);

  await early.query('commit');
  expect(await byId()).toBe(0);
  expect(numbers(await drain(db.sql, 'mailer'))).toEqual([1]);
});
