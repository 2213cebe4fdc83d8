import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { expect } from 'vitest';
import { value } from '../../harness/query.js';
import { test } from '../../harness/fixture.js';
import { failure, log, customerDeleted } from '../../harness/events.js';
import { write } from '../../harness/delivery.js';

const arm = (sql: pg.ClientBase, name = 'outbox') => value(sql, 'select app.arm_doorbell($1)', [name]);
const disarm = (sql: pg.ClientBase, name = 'outbox') => sql.query('select app.disarm_doorbell($1)', [name]);

/** Listens on the channels of both logs; the array grows as notifications come. */
async function listen(sql: pg.ClientBase): Promise<string[]> {
  const heard: string[] = [];
  sql.on('notification', ({ channel, payload }) => heard.push([channel, payload].filter(Boolean).join(' ')));
  await sql.query('listen specql_cdc_outbox; listen specql_cdc_mutation_events');
  return heard;
}

/** Notifications that were sent come with or before the answer to this. */
const hearing = (sql: pg.ClientBase) => sql.query('select');

test('a writer rings when somebody sleeps, when it commits, and only then', async ({ db }) => {
  const sleeper = await db.connect();
  const heard = await listen(sleeper);
  await write(db.sql, 1);
  await hearing(sleeper);
  expect(heard).toEqual([]);

  expect(await arm(sleeper)).toBe(true);
  await db.sql.query('begin');
  await write(db.sql, 2);
  await write(db.sql, 3);
  await hearing(sleeper);
  expect(heard).toEqual([]);
  await db.sql.query('commit');
  await expect.poll(() => heard).toEqual(['specql_cdc_outbox']);

  await db.sql.query('begin');
  await write(db.sql, 4);
  await db.sql.query('rollback');
  await disarm(sleeper);
  await write(db.sql, 5);
  await expect.poll(() => heard).toEqual(['specql_cdc_outbox']);
});

test('the batch writer rings too, once, and not for nothing', async ({ db }) => {
  const batch = (count: number) =>
    db.sql.query(
      `select app.write_outbox_events((select coalesce(jsonb_agg(jsonb_build_object('aggregate_type', 'Post', 'aggregate_id', gen_random_uuid(),
         'event_type', 'PostChanged', 'event_payload', n)), '[]') from generate_series(1, $1) n))`,
      [count],
    );
  const sleeper = await db.connect();
  const heard = await listen(sleeper);
  await db.sql.query('begin');
  await batch(2);
  expect(await arm(sleeper)).toBe(false);
  await db.sql.query('commit');
  expect(await arm(sleeper)).toBe(true);
  await batch(0);
  await hearing(sleeper);
  expect(heard).toEqual([]);
  await batch(3);
  await expect.poll(() => heard).toEqual(['specql_cdc_outbox']);
});

test('who commits in two phases switches the bell off, and rings nobody', async ({ db }) => {
  const sleeper = await db.connect();
  const heard = await listen(sleeper);
  expect(await arm(sleeper)).toBe(true);
  expect(await arm(sleeper, 'mutation_events')).toBe(true);
  await db.sql.query(`set app.doorbell = 'off'`);
  await write(db.sql, 1);
  await db.sql.query(`select app.write_outbox_events(jsonb_build_array(jsonb_build_object('aggregate_type', 'Post',
    'aggregate_id', gen_random_uuid(), 'event_type', 'PostChanged', 'event_payload', 1)))`);
  await log(db.sql, customerDeleted);
  await hearing(sleeper);
  expect(heard).toEqual([]);
});

test('each log has its own bell', async ({ db }) => {
  const sleeper = await db.connect();
  const heard = await listen(sleeper);
  expect(await arm(sleeper, 'mutation_events')).toBe(true);
  await write(db.sql, 1);
  await log(db.sql, customerDeleted);
  await expect.poll(() => heard).toEqual(['specql_cdc_mutation_events']);
});

test('the bell cannot be armed while a transaction that has written would not ring', async ({ db }) => {
  const sleeper = await db.connect();
  const heard = await listen(sleeper);
  await db.sql.query('begin');
  await write(db.sql, 1);
  expect(await arm(sleeper)).toBe(false);
  await db.sql.query('commit');
  await hearing(sleeper);
  expect(heard).toEqual([]);
  expect(await arm(sleeper)).toBe(true);
});

test('arming again is harmless, and a connection that ends is asleep no more', async ({ db }) => {
  const sleeper = await db.connect();
  await arm(sleeper);
  await arm(sleeper);
  await disarm(sleeper);
  const held = `select count(*)::int from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`;
  expect(await value(db.sql, held)).toBe(0);
  await disarm(sleeper);

  await arm(sleeper);
  await sleeper.end();
  await expect.poll(() => value(db.sql, held)).toBe(0);
});

test('several sleep at a time and hear the same ring', async ({ db }) => {
  const sleepers = [await db.connect(), await db.connect(), await db.connect()];
  const heard = await Promise.all(sleepers.map(listen));
  for (const sleeper of sleepers) expect(await arm(sleeper)).toBe(true);
  await write(db.sql, 1);
  for (const each of heard) await expect.poll(() => each).toEqual(['specql_cdc_outbox']);
});

test('a sleeper that wakes first leaves the doorbell to the others', async ({ db }) => {
  const [first, second] = [await db.connect(), await db.connect()];
  const heard = await listen(second);
  await arm(first);
  await arm(second);
  await disarm(first);
  await expect.poll(() => heard).toEqual(['specql_cdc_outbox awake']);
  expect(await arm(second)).toBe(true);
  await write(db.sql, 1);
  await expect.poll(() => heard).toEqual(['specql_cdc_outbox awake', 'specql_cdc_outbox']);
});

test('a sleeper that wakes when nobody else sleeps notifies nobody', async ({ db }) => {
  const [first, second] = [await db.connect(), await db.connect()];
  const heard = await listen(second);
  await arm(first);
  await arm(second);
  await disarm(second);
  await disarm(first);
  await hearing(second);
  expect(heard).toEqual([]);
});

test('no event is written between the last look and the sleep without a ring', async ({ db }) => {
  const [sleeper, writer] = [await db.connect(), await db.connect()];
  const heard = await listen(sleeper);
  const state = { stopped: false };
  let written = 0;
  const writing = (async () => {
    while (!state.stopped) {
      await write(writer, ++written);
      await sleep(Math.random() * 5);
    }
  })();
  const count = async () => Number(await value(sleeper, 'select count(*) from app.outbox'));
  for (let nap = 0; nap < 50; nap++) {
    while (!(await arm(sleeper))) await disarm(sleeper);
    const seen = await count();
    const before = heard.length;
    // Whatever comes now has to ring.
    await expect.poll(count).toBeGreaterThan(seen);
    await expect.poll(() => heard.length).toBeGreaterThan(before);
    await disarm(sleeper);
  }
  state.stopped = true;
  await writing;
});

test('what is no log is refused', async ({ db }) => {
  for (const name of ['app.arm_doorbell', 'app.disarm_doorbell']) {
    expect(await failure(db.sql.query(`select ${name}('audit')`))).toMatchObject({
      code: '22023',
      message: 'p_log cannot be used',
    });
    expect(await failure(db.sql.query(`select ${name}(null)`))).toMatchObject({ code: '22004' });
  }
});
