import { expect } from 'vitest';
import { listConsumers } from '../../../../src/consumer/manage/listConsumers.js';
import { tailEvents, type TailOptions } from '../../../../src/consumer/manage/tailEvents.js';
import { test, type DatabaseFixture } from '../../../harness/fixture.js';
import { n, until, writeEvents } from '../consumers.js';

/** Collects events until there are so many, or the signal ends it. */
async function collect(db: DatabaseFixture, count: number, options: TailOptions = {}): Promise<number[]> {
  const numbers: number[] = [];
  for await (const event of tailEvents({ connectionString: db.url }, options)) {
    numbers.push(n(event));
    if (numbers.length === count) break;
  }
  return numbers;
}

const consumers = async (db: DatabaseFixture) => (await listConsumers(db.sql)).length;

test('yields what commits from now on, and drops its consumer when the loop ends', async ({ db }) => {
  await writeEvents(db.sql, 5);
  const tail = collect(db, 2);
  await until(async () => (await consumers(db)) === 1);
  expect(await listConsumers(db.sql)).toMatchObject([
    { consumer: expect.stringMatching(/^tail_/) as string, max_lag: '01:00:00' },
  ]);
  await writeEvents(db.sql, 3);
  expect(await tail).toEqual([1, 2]);
  expect(await consumers(db)).toBe(0);
});

test('drops its consumer when the signal ends it, also before it began', async ({ db }) => {
  const stop = new AbortController();
  const tail = collect(db, Infinity, { log: 'mutation_events', eventTypes: ['PostCreated'], signal: stop.signal });
  await until(async () => (await consumers(db)) === 1);
  expect(await listConsumers(db.sql)).toMatchObject([{ log: 'mutation_events', event_types: ['PostCreated'] }]);
  stop.abort();
  expect(await tail).toEqual([]);
  expect(await collect(db, Infinity, { signal: stop.signal })).toEqual([]);
  expect(await consumers(db)).toBe(0);
});

test('drops its consumer when the loop throws', async ({ db }) => {
  const tail = (async () => {
    for await (const event of tailEvents({ connectionString: db.url })) throw new Error(event.event_type);
  })();
  await until(async () => (await consumers(db)) === 1);
  await writeEvents(db.sql, 1);
  await expect(tail).rejects.toThrow('PostCreated');
  expect(await consumers(db)).toBe(0);
});
