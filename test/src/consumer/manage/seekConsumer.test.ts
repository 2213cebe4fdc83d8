import { expect } from 'vitest';
import { createConsumer } from '../../../../src/consumer/manage/createConsumer.js';
import { seekConsumer } from '../../../../src/consumer/manage/seekConsumer.js';
import { test, type DatabaseFixture } from '../../../harness/fixture.js';
import { n, writeEvents } from '../consumers.js';

const fetched = async (db: DatabaseFixture) =>
  (
    await db.sql.query<{ event_id: string; payload: unknown }>(
      `select event_id, payload from app.fetch_events('mailer')`,
    )
  ).rows;

test('a consumer goes on at either end, at a time, or at an event', async ({ db }) => {
  await createConsumer(db.sql, 'mailer', { start: 'latest' });
  await writeEvents(db.sql, 3);
  await seekConsumer(db.sql, 'mailer', 'latest');
  expect(await fetched(db)).toEqual([]);

  await seekConsumer(db.sql, 'mailer', new Date(0));
  expect((await fetched(db)).map(n)).toEqual([1, 2, 3]);

  await seekConsumer(db.sql, 'mailer', 'earliest');
  const second = (await fetched(db))[1]?.event_id ?? '';
  await seekConsumer(db.sql, 'mailer', second);
  expect((await fetched(db)).map(n)).toEqual([2, 3]);
  await seekConsumer(db.sql, 'mailer', BigInt(second) + 1n);
  expect((await fetched(db)).map(n)).toEqual([3]);
});

test('an unknown consumer and a position that is none are refused', async ({ db }) => {
  await expect(seekConsumer(db.sql, 'nobody', 'earliest')).rejects.toMatchObject({ code: '42704' });
  await createConsumer(db.sql, 'mailer');
  await expect(seekConsumer(db.sql, 'mailer', 'someday')).rejects.toMatchObject({ code: '22023' });
});
