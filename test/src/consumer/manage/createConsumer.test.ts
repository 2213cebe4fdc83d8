import { expect } from 'vitest';
import { createConsumer } from '../../../../src/consumer/manage/createConsumer.js';
import { dropConsumer } from '../../../../src/consumer/manage/dropConsumer.js';
import { listConsumers } from '../../../../src/consumer/manage/listConsumers.js';
import { test } from '../../../harness/fixture.js';

const defaults = {
  consumer: 'mailer',
  log: 'outbox',
  event_types: null,
  lease: '00:00:30',
  max_attempts: 10,
  backoff: '00:00:01',
  on_failure: 'block',
  slot: null,
  max_lag: null,
  suspended: null,
};

test('a consumer is created, listed and dropped', async ({ db }) => {
  expect(await listConsumers(db.sql)).toEqual([]);
  await createConsumer(db.sql, 'mailer');
  expect(await listConsumers(db.sql)).toEqual([{ ...defaults, created_at: expect.any(Date) as Date }]);
  expect(await dropConsumer(db.sql, 'mailer')).toBe(true);
  expect(await dropConsumer(db.sql, 'mailer')).toBe(false);
});

test('every option reaches the consumer, durations as milliseconds', async ({ db }) => {
  await createConsumer(db.sql, 'mailer', {
    log: 'mutation_events',
    start: new Date('2025-01-31T12:00:00Z'),
    eventTypes: ['PostCreated', 'PostDeleted'],
    shards: 3,
    leaseMs: 1500,
    maxAttempts: 2,
    backoffMs: 250,
    onFailure: 'skip',
    maxLagMs: 3_600_000,
  });
  expect(await listConsumers(db.sql)).toMatchObject([
    {
      log: 'mutation_events',
      event_types: ['PostCreated', 'PostDeleted'],
      lease: '00:00:01.5',
      max_attempts: 2,
      backoff: '00:00:00.25',
      on_failure: 'skip',
      max_lag: '01:00:00',
    },
  ]);
  expect((await db.sql.query('select from app.consumer_shard')).rowCount).toBe(3);
});

test('called again it sets the options left out to their defaults', async ({ db }) => {
  await createConsumer(db.sql, 'mailer', { leaseMs: 5000, maxAttempts: 2 });
  await createConsumer(db.sql, 'mailer', { maxAttempts: 3 });
  expect(await listConsumers(db.sql)).toMatchObject([{ ...defaults, max_attempts: 3 }]);
});

test('what the server refuses arrives as it is', async ({ db }) => {
  await expect(createConsumer(db.sql, 'mailer', { leaseMs: -1 })).rejects.toMatchObject({ code: '22023' });
  await expect(createConsumer(db.sql, 'mailer', { start: 'someday' })).rejects.toMatchObject({ code: '22023' });
  await expect(createConsumer(db.sql, 'mailer', { slot: 'nowhere' })).rejects.toMatchObject({ code: '42704' });
});
