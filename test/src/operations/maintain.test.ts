import { expect } from 'vitest';
import { createConsumer } from '../../../src/consumer/manage/createConsumer.js';
import { listConsumers } from '../../../src/consumer/manage/listConsumers.js';
import { maintain } from '../../../src/operations/maintain.js';
import { writeEvents } from '../consumer/consumers.js';
import { test } from '../../harness/fixture.js';

test('reports what it did, and nothing when there was nothing to do', async ({ db }) => {
  await createConsumer(db.sql, 'mailer', { maxLagMs: 1 });
  await writeEvents(db.sql, 1);
  expect(await maintain(db.sql)).toEqual([]);
  expect(await maintain(db.sql)).toMatchObject([
    { log: 'outbox', action: 'suspended', detail: expect.stringContaining('mailer') as string },
  ]);
  expect(await maintain(db.sql)).toEqual([]);
  expect(await listConsumers(db.sql)).toMatchObject([{ suspended: expect.any(String) as string }]);
});
