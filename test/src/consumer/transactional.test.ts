import pg from 'pg';
import { expect } from 'vitest';
import { createMailer, n, test, until, writeEvents } from './consumers.js';
import { commitCutter } from './commitCutter.js';

const insert = 'insert into applied select (e ->> $2)::int from unnest($1::jsonb[]) e';

test('each event takes effect once, though connections are killed in the middle', async ({ db, mailer }) => {
  await createMailer(db, `p_lease => '1 second'`);
  await db.sql.query('create table applied (n int)');
  await writeEvents(db.sql, 60, 1);
  const consumer = mailer({ batchSize: 10 });
  let batches = 0;
  const run = consumer.runTransactional(async (events, client) => {
    await client.query(insert, [events.map(({ payload }) => JSON.stringify(payload)), 'n']);
    if (batches++ % 3 === 1) await client.query('select pg_terminate_backend(pg_backend_pid())');
  });
  await until(async () => (await db.sql.query('select from applied')).rowCount === 60);
  await consumer.stop();
  await run;
  const { rows } = await db.sql.query<{ count: number; sum: number }>(
    'select count(distinct n)::int as count, count(*)::int as sum from applied',
  );
  expect(rows).toEqual([{ count: 60, sum: 60 }]);
});

test('an event that fails alone is not tried again to find it', async ({ db, mailer }) => {
  await createMailer(db, 'p_max_attempts => 1');
  await writeEvents(db.sql, 1);
  const consumer = mailer();
  let tried = 0;
  const run = consumer.runTransactional(() => {
    tried++;
    throw new Error('not now');
  });
  await until(() => consumer.counters.dead === 1);
  await consumer.stop();
  await run;
  expect(tried).toBe(1);
});

test('an event that fails is found, and what worked is kept', async ({ db, mailer }) => {
  await createMailer(db, `p_max_attempts => 1`);
  await db.sql.query('create table applied (n int check (n <> 3))');
  await writeEvents(db.sql, 5, 1);
  const consumer = mailer();
  const run = consumer.runTransactional(async (events, client) => {
    await client.query(insert, [events.map(({ payload }) => JSON.stringify(payload)), 'n']);
  });
  await until(async () => (await db.sql.query('select from applied')).rowCount === 4);
  await consumer.stop();
  await run;
  const { rows } = await db.sql.query<{ n: number }>('select n from applied');
  expect(rows.map((row) => row.n)).toEqual([1, 2, 4, 5]);
  const dead = await db.sql.query<{ payload: unknown }>('select payload from app.v_dead_letters');
  expect(dead.rows.map(n)).toEqual([3]);
});

test('what was delivered to another meanwhile is rolled back', async ({ db, mailer }) => {
  await createMailer(db);
  await db.sql.query('create table applied (n int)');
  await writeEvents(db.sql, 3, 1);
  const consumer = mailer();
  let moved = false;
  const run = consumer.runTransactional(async (events, client) => {
    await client.query(insert, [events.map(({ payload }) => JSON.stringify(payload)), 'n']);
    if (!moved) await db.sql.query("select app.seek_consumer('mailer', 'earliest')");
    moved = true;
  });
  await until(() => consumer.counters.acknowledged === 3);
  await consumer.stop();
  await run;
  expect((await db.sql.query('select from applied')).rowCount).toBe(3);
});

test('each event takes effect once, though a commit or its answer is lost', async ({ db, mailer, onTestFinished }) => {
  // Two of three, one on its way there and one back.
  const cutter = await commitCutter(db.url, (commit) => (['there', 'back', undefined] as const)[commit % 3]);
  onTestFinished(cutter.close);
  await createMailer(db, `p_lease => '1 second'`);
  await db.sql.query('create table applied (n int)');
  await writeEvents(db.sql, 20, 1);
  const consumer = mailer({ connectionString: cutter.url, batchSize: 5, doorbell: false });
  // From 11 on only events alone can be applied.
  const run = consumer.runTransactional(async (events, client) => {
    if (events.length > 1 && events.some((event) => n(event) > 10)) throw new Error('too many');
    await client.query(insert, [events.map(({ payload }) => JSON.stringify(payload)), 'n']);
  });
  await until(() => consumer.counters.acknowledged === 20);
  await consumer.stop();
  await run;
  const { rows } = await db.sql.query<{ n: number }>('select n from applied order by n');
  expect(rows.map((row) => row.n)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
});

/** What looks like a lost connection, and is none of the transaction's. */
const lookAlikes: [string, (client: pg.ClientBase) => unknown][] = [
  ['smtp down', () => Promise.reject(Object.assign(new Error('smtp down'), { code: 'ECONNREFUSED' }))],
  ['Query read timeout', () => Promise.reject(new Error('Query read timeout'))],
  [
    'the other one goes down',
    () => {
      throw Object.assign(new pg.DatabaseError('the other one goes down', 0, 'error'), { code: '57P01' });
    },
  ],
  // The server ends the session each time.
  [
    'terminating connection due to idle-in-transaction timeout',
    async (client) => {
      await client.query('set local idle_in_transaction_session_timeout = 100');
      await new Promise<void>((resolve) => client.once('end', resolve));
    },
  ],
];

test.for(lookAlikes)('a handler that fails with "%s" has failed', async ([reason, fail], { db, mailer }) => {
  await createMailer(db, 'p_max_attempts => 1');
  await writeEvents(db.sql, 1);
  const consumer = mailer();
  const run = consumer.runTransactional((_, client) => fail(client));
  await until(() => consumer.counters.dead === 1);
  await consumer.stop();
  await run;
  const { rows } = await db.sql.query('select last_error from app.v_dead_letters');
  expect(rows).toEqual([{ last_error: reason }]);
});

test('a connection that the handler does not miss counts as lost all the same', async ({ db, mailer }) => {
  await createMailer(db);
  await writeEvents(db.sql, 1);
  const consumer = mailer();
  let tries = 0;
  const run = consumer.runTransactional(async (_, client) => {
    if (++tries > 2) return;
    await client.query('select pg_terminate_backend(pg_backend_pid())').catch(() => undefined);
    throw new Error('of something else');
  });
  await until(() => consumer.counters.acknowledged === 1);
  await consumer.stop();
  await run;
  expect(consumer.counters.failed).toBe(0);
});

test('a query of the handler that takes longer than query_timeout has failed', async ({ db, mailer }) => {
  await createMailer(db, 'p_max_attempts => 1');
  await writeEvents(db.sql, 1);
  // Long enough for every other query, on a busy machine too; what looks at the client afterwards waits as long.
  const consumer = mailer({ query_timeout: 10_000 });
  const sleep: pg.QueryConfig & { query_timeout: number } = { text: 'select pg_sleep(600)', query_timeout: 500 };
  const run = consumer.runTransactional((_, client) => client.query(sleep));
  await until(() => consumer.counters.dead === 1);
  await consumer.stop();
  await run;
  const { rows } = await db.sql.query('select last_error from app.v_dead_letters');
  expect(rows).toEqual([{ last_error: 'Query read timeout' }]);
});
