import { expect } from 'vitest';
import { rows, value } from '../../harness/query.js';
import { test } from '../../harness/fixture.js';
import { failure } from '../../harness/events.js';
import { ack, create, drain, expireLeases, fetch, nack, numbers, writeMany } from '../../harness/delivery.js';

test('a retry that is dealt with before its batch does not come again with it', async ({ db }) => {
  await create(db.sql, 'mailer');
  await writeMany(db.sql, 2, 2);
  const batch = await fetch(db.sql, 'mailer');
  await nack(db, batch[0], 'no', '0');
  expect(numbers(await drain(db.sql, 'mailer'))).toEqual([1]);
  expect(await rows(db.sql, 'select retrying, blocked, dead_letters from app.v_consumer_lag')).toEqual([
    { retrying: '0', blocked: '0', dead_letters: '0' },
  ]);
  expect(await failure(nack(db, batch[0]))).toMatchObject({ code: '55000', detail: 'It was acknowledged or purged.' });
  // Its worker does not come back.
  await expireLeases(db);
  expect(numbers(await drain(db.sql, 'mailer'))).toEqual([2]);
  await db.sql.query('select app.maintain()');
  expect(await value(db.sql, 'select count(*)::integer from app.consumer_retry')).toBe(0);
});

test('a dead letter that is purged before its batch is dealt with does not come again with it', async ({ db }) => {
  await create(db.sql, 'mailer', { max_attempts: 1 });
  await writeMany(db.sql, 2, 2);
  await nack(db, (await fetch(db.sql, 'mailer'))[0]);
  expect(await value(db.sql, `select app.purge_dead_letters('mailer')`)).toBe('1');
  await expireLeases(db);
  expect(numbers(await drain(db.sql, 'mailer'))).toEqual([2]);
});

test('under block a retry waits until the earlier events of its key are dealt with', async ({ db }) => {
  await create(db.sql, 'mailer');
  await writeMany(db.sql, 3);
  const batch = await fetch(db.sql, 'mailer');
  await nack(db, batch[1], 'no', '0');
  expect(await fetch(db.sql, 'mailer')).toEqual([]);
  await expireLeases(db);
  expect(numbers(await drain(db.sql, 'mailer'))).toEqual([1, 2, 3]);
});

test('under skip a failed event waits for earlier ones of its key too, and later ones do not for it', async ({
  db,
}) => {
  await create(db.sql, 'mailer', { on_failure: 'skip' });
  await writeMany(db.sql, 3);
  const batch = await fetch(db.sql, 'mailer');
  await nack(db, batch[1], 'no', '0');
  expect(await fetch(db.sql, 'mailer')).toEqual([]);
  await expireLeases(db);
  expect(numbers(await drain(db.sql, 'mailer'))).toEqual([1, 3, 2]);
});

test('an event that was not in flight before counts its own deliveries', async ({ db }) => {
  await create(db.sql, 'mailer');
  await writeMany(db.sql, 3, 3);
  const first = await fetch(db.sql, 'mailer', { limit: 1 });
  await expireLeases(db);
  await fetch(db.sql, 'mailer', { limit: 2 });
  await nack(db, first[0]);
  await expireLeases(db);
  const attempts = (await drain(db.sql, 'mailer')).map(({ payload, deliveries }) => [payload.n, deliveries]);
  expect(attempts).toEqual([
    [2, 1],
    [3, 1],
  ]);
});

test('of a batch of retries that is late, nothing counts that comes again behind an earlier event', async ({ db }) => {
  await create(db.sql, 'mailer');
  await writeMany(db.sql, 2);
  const batch = await fetch(db.sql, 'mailer');
  await nack(db, batch[0], 'no', '0');
  await ack(db.sql, 'mailer', batch);
  const late = await fetch(db.sql, 'mailer');
  expect(numbers(late)).toEqual([1, 2]);
  await expireLeases(db);
  const again = await fetch(db.sql, 'mailer', { limit: 1 });
  expect(numbers(again)).toEqual([1]);
  expect(await ack(db.sql, 'mailer', late)).toBe('late');
  await ack(db.sql, 'mailer', again);
  expect(numbers(await drain(db.sql, 'mailer'))).toEqual([2]);
});
