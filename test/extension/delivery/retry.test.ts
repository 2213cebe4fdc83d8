import { expect } from 'vitest';
import { column, rows, value } from '../../harness/query.js';
import { test } from '../../harness/fixture.js';
import { failure } from '../../harness/events.js';
import {
  ack,
  comeDue,
  create,
  drain,
  expireLeases,
  fetch,
  nack,
  numbers,
  write,
  writeMany,
  type Delivered,
} from '../../harness/delivery.js';

test('a failed event comes again alone, the rest of its batch does not', async ({ db }) => {
  await create(db.sql, 'mailer');
  await writeMany(db.sql, 4, 4);
  const batch = await fetch(db.sql, 'mailer');
  expect(await nack(db, batch[1], 'no such address')).toBeInstanceOf(Date);
  expect(await ack(db.sql, 'mailer', batch)).toBe('acknowledged');
  expect(await fetch(db.sql, 'mailer')).toEqual([]);
  expect(await rows(db.sql, 'select retry_count, last_error from app.v_outbox_pending')).toEqual([
    { retry_count: 1, last_error: 'no such address' },
  ]);
  expect(await rows(db.sql, 'select retrying, blocked, dead_letters from app.v_consumer_lag')).toEqual([
    { retrying: '1', blocked: '0', dead_letters: '0' },
  ]);

  await comeDue(db);
  const again = await fetch(db.sql, 'mailer');
  expect(again.map(({ payload, deliveries }) => [payload.n, deliveries])).toEqual([[2, 2]]);
  expect(await ack(db.sql, 'mailer', again)).toBe('acknowledged');
  expect(await ack(db.sql, 'mailer', again)).toBe('late');
  expect(await column(db.sql, 'select id from app.v_outbox_pending')).toEqual([]);
});

test('under block the later events of the key wait, those of other keys do not', async ({ db }) => {
  await create(db.sql, 'mailer');
  await writeMany(db.sql, 6, 2);
  const batch = await fetch(db.sql, 'mailer', { limit: 4 });
  await nack(db, batch[0]);
  await ack(db.sql, 'mailer', batch);
  await write(db.sql, 7, 1);
  await write(db.sql, 8, 0);
  expect(numbers(await drain(db.sql, 'mailer'))).toEqual([6, 8]);
  expect(await rows(db.sql, 'select retrying, blocked from app.v_consumer_lag')).toEqual([
    { retrying: '1', blocked: '3' },
  ]);

  await comeDue(db);
  expect(numbers(await drain(db.sql, 'mailer', 1))).toEqual([1, 3, 5, 7]);
  expect(numbers(await drain(db.sql, 'mailer'))).toEqual([]);
});

test('under block a retry that fails again holds back those behind it in its batch', async ({ db }) => {
  await create(db.sql, 'mailer');
  await writeMany(db.sql, 3);
  const batch = await fetch(db.sql, 'mailer');
  await nack(db, batch[0]);
  await ack(db.sql, 'mailer', batch);
  await comeDue(db);
  const again = await fetch(db.sql, 'mailer');
  expect(numbers(again)).toEqual([1, 2, 3]);
  await nack(db, again[1]);
  await ack(db.sql, 'mailer', again);
  expect(await fetch(db.sql, 'mailer')).toEqual([]);
  await comeDue(db);
  expect(numbers(await drain(db.sql, 'mailer'))).toEqual([2, 3]);
});

test('under skip the later events of the key go on', async ({ db }) => {
  await create(db.sql, 'mailer', { on_failure: 'skip' });
  await writeMany(db.sql, 3);
  const batch = await fetch(db.sql, 'mailer', { limit: 2 });
  await nack(db, batch[0]);
  await ack(db.sql, 'mailer', batch);
  await write(db.sql, 4);
  expect(numbers(await drain(db.sql, 'mailer'))).toEqual([3, 4]);
  await comeDue(db);
  expect(numbers(await drain(db.sql, 'mailer'))).toEqual([1]);
});

test('the time to the retry doubles, up to an hour, unless it is given', async ({ db }) => {
  await create(db.sql, 'mailer', { backoff: '1 minute', max_attempts: 20 });
  await writeMany(db.sql, 1);
  const minutes: unknown[] = [];
  for (let attempt = 0; attempt < 8; attempt++) {
    const [event] = await fetch(db.sql, 'mailer');
    await nack(db, event, 'no', null);
    minutes.push(
      await value(
        db.sql,
        'select round(extract(epoch from due_at - clock_timestamp()) / 60)::int from app.consumer_retry',
      ),
    );
    await comeDue(db);
  }
  expect(minutes).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
});

test('after max_attempts failures an event is a dead letter, which can be replayed or purged', async ({ db }) => {
  await create(db.sql, 'mailer', { max_attempts: 2, backoff: '0' });
  await writeMany(db.sql, 3);
  for (const error of ['first', 'second']) {
    const batch = await fetch(db.sql, 'mailer', { limit: 1 });
    const due = await nack(db, batch[0], error, null);
    expect(due === null).toBe(error === 'second');
    await ack(db.sql, 'mailer', batch);
  }
  const dead = 'select consumer, log, payload, failures, deliveries, last_error from app.v_dead_letters';
  expect(await rows(db.sql, dead)).toEqual([
    { consumer: 'mailer', log: 'outbox', payload: { n: 1 }, failures: 2, deliveries: 2, last_error: 'second' },
  ]);
  // Its key is free again.
  expect(numbers(await drain(db.sql, 'mailer'))).toEqual([2, 3]);

  const id = await value(db.sql, 'select event_id from app.v_dead_letters');
  expect(await failure(db.sql.query(`select app.drop_consumer('mailer')`))).toMatchObject({ code: '55006' });
  expect(await value(db.sql, `select app.replay_dead_letters('mailer', $1)`, [id])).toBe('1');
  expect(await rows(db.sql, dead)).toEqual([]);
  const replayed = await fetch(db.sql, 'mailer');
  expect(replayed.map(({ payload, deliveries }) => [payload.n, deliveries])).toEqual([[1, 1]]);
  for (let attempt = 0; attempt < 2; attempt++)
    await nack(db, (attempt ? await fetch(db.sql, 'mailer') : replayed)[0], 'no', '0');

  expect(await failure(db.sql.query(`select app.replay_dead_letters('mailer', 999)`))).toMatchObject({ code: 'P0002' });
  expect(await failure(db.sql.query(`select app.purge_dead_letters('mailer', 999)`))).toMatchObject({ code: 'P0002' });
  expect(await value(db.sql, `select app.purge_dead_letters('mailer')`)).toBe('1');
  expect(await rows(db.sql, dead)).toEqual([]);
  expect(await fetch(db.sql, 'mailer')).toEqual([]);
  expect(await value(db.sql, `select app.drop_consumer('mailer')`)).toBe(true);
});

test('an event that fails and kills workers in turn is counted for both', async ({ db }) => {
  await create(db.sql, 'mailer', { max_attempts: 3 });
  await writeMany(db.sql, 2, 2);
  const batch = await fetch(db.sql, 'mailer');
  await nack(db, batch[0], 'first');
  await ack(db.sql, 'mailer', batch);
  await comeDue(db);
  for (let start = 2; start <= 3; start++) {
    expect((await fetch(db.sql, 'mailer')).map(({ deliveries }) => deliveries)).toEqual([start]);
    await expireLeases(db);
  }
  expect(await fetch(db.sql, 'mailer')).toEqual([]);
  expect(await rows(db.sql, 'select failures, deliveries, last_error from app.v_dead_letters')).toEqual([
    { failures: 1, deliveries: 3, last_error: 'first; delivered 3 times, and no worker acknowledged it' },
  ]);
});

test('only an event that is delivered can be said to have failed', async ({ db }) => {
  await create(db.sql, 'mailer');
  await writeMany(db.sql, 2);
  const batch = await fetch(db.sql, 'mailer', { limit: 1 });
  const refused = { code: '55000', hint: expect.stringContaining('before its lease ends') as string };
  const next = { ...batch[0], eventId: (batch[0]?.eventId ?? 0) + 1 } as Delivered;
  expect(await failure(nack(db, next))).toMatchObject(refused);
  await nack(db, batch[0]);
  expect(await failure(nack(db, batch[0]))).toMatchObject({
    ...refused,
    detail: expect.stringContaining('waits') as string,
  });
  await ack(db.sql, 'mailer', batch);
  const missing = await failure(db.sql.query(`select app.nack_event('mailer', null, 'no')`));
  expect(missing).toMatchObject({ code: '22004', message: 'p_event_id is missing' });
  const back = await failure(nack(db, batch[0], 'no', '-1 second'));
  expect(back).toMatchObject({ code: '22023', message: 'p_delay cannot be used' });
});

test('an event that is blocked behind a retry comes once, though nobody had a batch when it was found', async ({
  db,
}) => {
  await create(db.sql, 'mailer');
  await write(db.sql, 1);
  const batch = await fetch(db.sql, 'mailer');
  await nack(db, batch[0]);
  await ack(db.sql, 'mailer', batch);
  await write(db.sql, 2);
  expect(await fetch(db.sql, 'mailer')).toEqual([]);
  await comeDue(db);
  expect(numbers(await drain(db.sql, 'mailer'))).toEqual([1, 2]);
});
