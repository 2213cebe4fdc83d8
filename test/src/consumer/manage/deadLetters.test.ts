import { expect } from 'vitest';
import { createConsumer } from '../../../../src/consumer/manage/createConsumer.js';
import { listDeadLetters, purgeDeadLetters, replayDeadLetters } from '../../../../src/consumer/manage/deadLetters.js';
import { test, type DatabaseFixture } from '../../../harness/fixture.js';
import { writeEvents } from '../consumers.js';

/** A consumer whose three events, of keys of their own, are dead letters. */
async function withDeadLetters(db: DatabaseFixture): Promise<string[]> {
  await createConsumer(db.sql, 'mailer', { maxAttempts: 1 });
  await writeEvents(db.sql, 1, 3);
  const { rows } = await db.sql.query<{ event_id: string; batch: string }>(`select * from app.fetch_events('mailer')`);
  for (const { event_id } of rows) await db.sql.query(`select app.nack_event('mailer', $1, 'no address')`, [event_id]);
  await db.sql.query(`select app.ack_events('mailer', $1)`, [rows[0]?.batch]);
  return rows.map(({ event_id }) => event_id);
}

test('dead letters are listed with why and when', async ({ db }) => {
  const events = await withDeadLetters(db);
  const letters = await listDeadLetters(db.sql);
  expect(letters.map(({ event_id }) => event_id)).toEqual(events);
  expect(letters[0]).toMatchObject({
    consumer: 'mailer',
    log: 'outbox',
    event_type: 'PostCreated',
    aggregate_type: 'Post',
    payload: { n: 1 },
    failures: 1,
    deliveries: 1,
    last_error: 'no address',
    dead_at: expect.any(Date) as Date,
  });
  expect(await listDeadLetters(db.sql, { consumer: 'mailer', limit: 2 })).toHaveLength(2);
});

test('an unknown consumer has no empty list', async ({ db }) => {
  await createConsumer(db.sql, 'mailer');
  expect(await listDeadLetters(db.sql, { consumer: 'mailer' })).toEqual([]);
  await expect(listDeadLetters(db.sql, { consumer: 'nobody' })).rejects.toThrow('there is no consumer nobody');
});

test('one dead letter or all of them are delivered again', async ({ db }) => {
  const [first] = await withDeadLetters(db);
  expect(await replayDeadLetters(db.sql, 'mailer', first)).toBe(1);
  expect(await replayDeadLetters(db.sql, 'mailer')).toBe(2);
  expect((await db.sql.query(`select from app.fetch_events('mailer')`)).rowCount).toBe(3);
  await expect(replayDeadLetters(db.sql, 'mailer', first)).rejects.toMatchObject({ code: 'P0002' });
});

test('one dead letter or all of them are removed', async ({ db }) => {
  const [first] = await withDeadLetters(db);
  expect(await purgeDeadLetters(db.sql, 'mailer', first)).toBe(1);
  expect(await purgeDeadLetters(db.sql, 'mailer')).toBe(2);
  expect(await listDeadLetters(db.sql)).toEqual([]);
  await expect(purgeDeadLetters(db.sql, 'nobody')).rejects.toMatchObject({ code: '42704' });
});
