import { expect } from 'vitest';
import { rows, value } from '../../harness/query.js';
import { test } from '../../harness/fixture.js';
import {
  ack,
  create,
  drain,
  expireLeases,
  fetch,
  nack,
  numbers,
  tokenOf,
  write,
  writeMany,
} from '../../harness/delivery.js';

test('a second worker gets nothing while the batch is in flight, and the same events after its lease', async ({
  db,
}) => {
  await create(db.sql, 'mailer');
  await writeMany(db.sql, 3);
  const other = await db.connect();
  const first = await fetch(db.sql, 'mailer', { limit: 2, worker: 'first' });
  expect(numbers(first)).toEqual([1, 2]);
  expect(await fetch(other, 'mailer')).toEqual([]);

  await expireLeases(db);
  const again = await fetch(other, 'mailer', { limit: 2, worker: 'second' });
  expect(again.map(({ eventId }) => eventId)).toEqual(first.map(({ eventId }) => eventId));
  expect(again.map(({ deliveries }) => deliveries)).toEqual([2, 2]);
  expect(await rows(db.sql, 'select worker, deliveries from app.v_consumer_lag')).toEqual([
    { worker: 'second', deliveries: 2 },
  ]);

  expect(await ack(db.sql, 'mailer', first)).toBe('late');
  expect(await ack(other, 'mailer', again)).toBe('acknowledged');
  expect(numbers(await drain(db.sql, 'mailer'))).toEqual([3]);
});

test('a lease that ended does not take the batch away until another has it', async ({ db }) => {
  await create(db.sql, 'mailer');
  await writeMany(db.sql, 1);
  const batch = await fetch(db.sql, 'mailer');
  await expireLeases(db);
  expect(await ack(db.sql, 'mailer', batch)).toBe('acknowledged');
  expect(await fetch(db.sql, 'mailer')).toEqual([]);
});

test('acknowledging twice changes nothing and says so', async ({ db }) => {
  await create(db.sql, 'mailer');
  await writeMany(db.sql, 2);
  const first = await fetch(db.sql, 'mailer', { limit: 1 });
  expect(await ack(db.sql, 'mailer', first)).toBe('acknowledged');
  expect(await ack(db.sql, 'mailer', first)).toBe('repeated');
  const second = await fetch(db.sql, 'mailer', { limit: 1 });
  expect(await ack(db.sql, 'mailer', first)).toBe('repeated');
  expect(await ack(db.sql, 'mailer', second)).toBe('acknowledged');
  expect(await value(db.sql, 'select acknowledged from app.v_consumer_lag')).toBe('2');
});

test('a fetch or an acknowledgement that is rolled back never was', async ({ db }) => {
  await create(db.sql, 'mailer');
  await writeMany(db.sql, 1);
  await db.sql.query('begin');
  await fetch(db.sql, 'mailer');
  await db.sql.query('rollback');
  const batch = await fetch(db.sql, 'mailer');
  expect(batch.map(({ deliveries }) => deliveries)).toEqual([1]);
  await db.sql.query('begin');
  await ack(db.sql, 'mailer', batch);
  await db.sql.query('rollback');
  expect(await ack(db.sql, 'mailer', batch)).toBe('acknowledged');
});

test('what is consumed takes effect with the transaction, exactly once', async ({ db }) => {
  await create(db.sql, 'counter');
  await writeMany(db.sql, 5);
  await db.sql.query('create table public.total (n integer)');
  const apply = `insert into public.total select (payload ->> 'n')::integer from app.consume_events('counter', 3)`;
  await db.sql.query(`begin; ${apply}; rollback`);
  for (let round = 0; round < 3; round++) await db.sql.query(apply);
  expect(await value(db.sql, 'select array_agg(n order by n) from public.total')).toEqual([1, 2, 3, 4, 5]);
});

test('a part may be acknowledged, and the rest stays with its worker', async ({ db }) => {
  await create(db.sql, 'mailer');
  await writeMany(db.sql, 5);
  const batch = await fetch(db.sql, 'mailer', { limit: 4 });
  expect(await ack(db.sql, 'mailer', batch, batch[1]?.eventId)).toBe('acknowledged');
  for (const event of [batch[1], batch[0]]) expect(await ack(db.sql, 'mailer', batch, event?.eventId)).toBe('repeated');
  expect(await fetch(await db.connect(), 'mailer')).toEqual([]);
  await expireLeases(db);
  const rest = await fetch(db.sql, 'mailer', { limit: 2 });
  expect(numbers(rest)).toEqual([3, 4]);
  expect(await ack(db.sql, 'mailer', rest, rest[1]?.eventId)).toBe('acknowledged');
  expect(numbers(await drain(db.sql, 'mailer'))).toEqual([5]);
  expect(await value(db.sql, 'select acknowledged from app.v_consumer_lag')).toBe('5');
});

test('a lease can be extended and a batch given back', async ({ db }) => {
  await create(db.sql, 'mailer');
  await writeMany(db.sql, 1);
  const batch = await fetch(db.sql, 'mailer');
  const extend = (token: unknown) => value(db.sql, `select app.extend_lease('mailer', $1, '3 hours')`, [token]);
  const release = (token: unknown) => value(db.sql, `select app.release_events('mailer', $1)`, [token]);
  const left = `select leased_until > now() + interval '2 hours' from app.v_consumer_lag`;
  expect(await value(db.sql, left)).toBe(false);
  expect(await extend(tokenOf(batch))).toBe(true);
  expect(await value(db.sql, left)).toBe(true);

  expect(await release(tokenOf(batch))).toBe(true);
  expect(await release(tokenOf(batch))).toBe(false);
  expect(await extend(tokenOf(batch))).toBe(false);
  const again = await fetch(await db.connect(), 'mailer');
  expect(numbers(again)).toEqual([1]);
  expect(await ack(db.sql, 'mailer', batch)).toBe('late');
});

test('an event that kills its workers is delivered alone, and a dead letter after the limit', async ({ db }) => {
  await create(db.sql, 'mailer', { max_attempts: 4 });
  await writeMany(db.sql, 4, 4);
  // Whoever has event 2 does not come back.
  const handled: unknown[] = [];
  const sizes: number[] = [];
  for (;;) {
    const batch = await fetch(db.sql, 'mailer');
    if (batch.length === 0) break;
    sizes.push(batch.length);
    if (numbers(batch).includes(2)) {
      await expireLeases(db);
    } else {
      handled.push(...numbers(batch));
      await ack(db.sql, 'mailer', batch);
    }
  }
  expect(handled).toEqual([1, 3, 4]);
  expect(sizes.slice(0, 3)).toEqual([4, 4, 1]);
  expect(await rows(db.sql, 'select payload, failures, last_error from app.v_dead_letters')).toEqual([
    { payload: { n: 2 }, failures: 0, last_error: 'delivered 4 times, and no worker acknowledged it' },
  ]);
});

test('a worker that comes back after its event became a dead letter is told that it is late', async ({ db }) => {
  await create(db.sql, 'mailer', { max_attempts: 1 });
  await writeMany(db.sql, 1);
  const batch = await fetch(db.sql, 'mailer');
  await expireLeases(db);
  expect(await fetch(db.sql, 'mailer')).toEqual([]);
  expect(await rows(db.sql, 'select from app.v_dead_letters')).toHaveLength(1);
  expect(await ack(db.sql, 'mailer', batch)).toBe('late');
});

test('shards are delivered beside each other, each with its own keys', async ({ db }) => {
  await create(db.sql, 'mailer', { shards: 2 });
  await writeMany(db.sql, 40, 20);
  const [one, two] = [await fetch(db.sql, 'mailer'), await fetch(await db.connect(), 'mailer')];
  expect(one.length + two.length).toBe(40);
  expect(one.length).toBeGreaterThan(0);
  expect(two.length).toBeGreaterThan(0);
  expect(one.filter(({ key }) => two.some((event) => event.key === key))).toEqual([]);
  expect(await fetch(db.sql, 'mailer')).toEqual([]);
  for (const batch of [one, two]) await ack(db.sql, 'mailer', batch);

  await write(db.sql, 41, one[0]?.key);
  const shard = await value(db.sql, `select shard from app.v_consumer_lag where events_behind = 1`);
  expect(await fetch(db.sql, 'mailer', { shard: 1 - Number(shard) })).toEqual([]);
  expect(numbers(await fetch(db.sql, 'mailer', { shard: Number(shard) }))).toEqual([41]);
});

test('leases and retries that a clock a week ahead left are over, and those that were given for days are not', async ({
  db,
}) => {
  await create(db.sql, 'mailer', { on_failure: 'skip', lease: '30 seconds' });
  const later = (column: string) => `${column} = ${column} + interval '7 days'`;
  const weekAhead = () =>
    db.asAdmin(`update app.consumer_state set ${later('leased_until')}, ${later('changed_at')};
      update app.consumer_retry set ${later('leased_until')}, ${later('due_at')}`);
  await writeMany(db.sql, 2);
  const given = await fetch(db.sql, 'mailer', { limit: 1 });
  expect(await value(db.sql, `select app.extend_lease('mailer', $1, '6 days')`, [tokenOf(given)])).toBe(true);
  expect(await fetch(db.sql, 'mailer')).toEqual([]);
  expect(await value(db.sql, `select app.extend_lease('mailer', $1)`, [tokenOf(given)])).toBe(true);
  await weekAhead();
  const again = await fetch(db.sql, 'mailer');
  expect(again.map(({ deliveries }) => deliveries)).toEqual([2]);

  await nack(db, again[0], 'no', '1 minute');
  await ack(db.sql, 'mailer', again);
  const [second] = await fetch(db.sql, 'mailer');
  await nack(db, second, 'no', '30 days');
  await ack(db.sql, 'mailer', second?.batch ?? '');
  await weekAhead();
  const retry = await fetch(db.sql, 'mailer');
  expect(numbers(retry)).toEqual([1]);
  expect(await fetch(db.sql, 'mailer')).toEqual([]);
  await weekAhead();
  expect(numbers(await drain(db.sql, 'mailer'))).toEqual([1]);
});
