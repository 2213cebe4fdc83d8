import { expect } from 'vitest';
import { rows, value } from '../../harness/query.js';
import { test } from '../../harness/fixture.js';
import { create, drain, fetch, numbers, write, writeMany } from '../../harness/delivery.js';

const seek = 'select app.seek_consumer($1, $2)';

test('what had not committed at a start or a seek comes, whatever its id', async ({ db }) => {
  await create(db.sql, 'moved');
  await create(db.sql, 'to_event');
  const open = await db.connect();
  await open.query('begin');
  await write(open, 1);
  await write(db.sql, 2);
  await write(db.sql, 3);
  const minuteAgo = await value(db.sql, `select (now() - interval '1 minute')::text`);
  await create(db.sql, 'from_time', { start: minuteAgo });
  await db.sql.query(seek, ['moved', minuteAgo]);
  await db.sql.query(seek, ['to_event', '3']);
  expect(numbers(await drain(db.sql, 'moved'))).toEqual([2, 3]);
  await open.query('commit');
  expect(numbers(await drain(db.sql, 'moved'))).toEqual([1]);
  expect(numbers(await drain(db.sql, 'from_time'))).toEqual([1, 2, 3]);
  expect(numbers(await drain(db.sql, 'to_event'))).toEqual([1, 3]);
});

test('moved in a transaction that has written, it keeps the retries and dead letters before its place', async ({
  db,
}) => {
  await create(db.sql, 'a');
  await create(db.sql, 'b');
  await create(db.sql, 'dead', { max_attempts: 1 });
  await writeMany(db.sql, 3, 3);
  for (const consumer of ['a', 'b', 'dead']) {
    await fetch(db.sql, consumer);
    await db.sql.query(`select app.nack_event($1, 2, 'no', '0')`, [consumer]);
  }
  await db.sql.query(`select app.seek_consumer(consumer, 'latest') from app.consumer`);
  await db.sql.query(`begin; create table public.note (n integer); select app.seek_consumer('b', 'latest'); commit`);
  expect(numbers(await drain(db.sql, 'a'))).toEqual([2]);
  expect(numbers(await drain(db.sql, 'b'))).toEqual([2]);
  expect(await rows(db.sql, 'select consumer from app.v_dead_letters')).toEqual([{ consumer: 'dead' }]);
});

test('moved back, it keeps the retries and dead letters whose events the log has no more', async ({ db }) => {
  await create(db.sql, 'mailer');
  await create(db.sql, 'dead', { max_attempts: 1 });
  await writeMany(db.sql, 3, 3);
  for (const consumer of ['mailer', 'dead']) {
    await fetch(db.sql, consumer);
    await db.sql.query(`select app.nack_event($1, e, 'no', '0') from unnest(array[1, 2]) e`, [consumer]);
  }
  await db.sql.query('delete from app.outbox where event_id = 1');
  await db.sql.query(seek, ['mailer', 'earliest']);
  await db.sql.query(seek, ['dead', 'earliest']);
  expect(numbers(await drain(db.sql, 'mailer')).sort()).toEqual([1, 2, 3]);
  expect(await rows(db.sql, 'select event_id::int from app.v_dead_letters')).toEqual([{ event_id: 1 }]);
});

test('an event that was not written yet is no place to go to, but the next one is', async ({ db }) => {
  await create(db.sql, 'mailer');
  await writeMany(db.sql, 3);
  await expect(db.sql.query(seek, ['mailer', '5'])).rejects.toMatchObject({
    code: '22023',
    message: 'p_to cannot be used',
    hint: 'The log ends with event 3. To go on with what is written from now on pass latest.',
  });
  await expect(db.sql.query(seek, ['mailer', 'nonsense'])).rejects.toMatchObject({
    code: '22023',
    message: 'p_to cannot be used',
  });
  await db.sql.query(seek, ['mailer', '4']);
  await write(db.sql, 4);
  expect(numbers(await drain(db.sql, 'mailer'))).toEqual([4]);
});
