import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { SpecqlCdcError } from '../../../src/error.js';
import { createMailer, n, test, until, writeEvents } from './consumers.js';

test('keys side by side, the events of a key one after another', async ({ db, mailer }) => {
  await createMailer(db);
  await writeEvents(db.sql, 30, 5);
  const consumer = mailer({ batchSize: 40 });
  const seen = new Map<string, number[]>();
  const running = new Set<string>();
  let together = 0;
  const run = consumer.run(
    async (event) => {
      expect(running).not.toContain(event.partition_key);
      running.add(event.partition_key);
      together = Math.max(together, running.size);
      await sleep(Math.random() * 3);
      running.delete(event.partition_key);
      seen.set(event.partition_key, [...(seen.get(event.partition_key) ?? []), n(event)]);
    },
    { concurrency: 4 },
  );
  await until(() => consumer.counters.acknowledged === 150);
  await consumer.stop();
  await run;
  const inOrder = Array.from({ length: 30 }, (_, index) => index + 1);
  expect([...seen.values()]).toEqual(Array.from({ length: 5 }, () => inOrder));
  expect(together).toBe(4);
  expect(consumer.counters).toEqual({ delivered: 150, acknowledged: 150, failed: 0, dead: 0, late: 0 });
  expect(await consumer.lag()).toMatchObject([{ events_behind: '0', batch: null, acknowledged: '150' }]);
});

test('an event that fails comes again, and the later ones of its key after it', async ({ db, mailer }) => {
  await createMailer(db, `p_backoff => '1 ms'`);
  await writeEvents(db.sql, 4, 1);
  const seen: number[] = [];
  const consumer = mailer();
  const run = consumer.run((event) => {
    seen.push(n(event));
    if (n(event) === 2 && event.deliveries < 3) throw new Error('mail server is away');
  });
  await until(() => seen.includes(4));
  await consumer.stop();
  await run;
  expect(seen).toEqual([1, 2, 2, 2, 3, 4]);
  expect(consumer.counters).toMatchObject({ failed: 2, dead: 0, acknowledged: 4 });
  const { rows } = await db.sql.query(
    'select retry_count, last_error from app.outbox where event_payload = \'{"n": 2}\'',
  );
  expect(rows).toEqual([{ retry_count: 2, last_error: 'mail server is away' }]);
});

test('with p_on_failure skip the later events of the key do not wait', async ({ db, mailer }) => {
  await createMailer(db, `p_backoff => '1 ms', p_on_failure => 'skip'`);
  await writeEvents(db.sql, 3, 1);
  const seen: number[] = [];
  const consumer = mailer();
  const run = consumer.run((event) => {
    seen.push(n(event));
    if (n(event) === 1 && event.deliveries === 1) throw new Error('no');
  });
  await until(() => seen.length === 4);
  await consumer.stop();
  await run;
  expect(seen).toEqual([1, 2, 3, 1]);
});

test('an event that keeps failing becomes a dead letter, and its key goes on', async ({ db, mailer }) => {
  await createMailer(db, `p_backoff => '1 ms', p_max_attempts => 2`);
  await writeEvents(db.sql, 2, 1);
  const consumer = mailer();
  const seen: number[] = [];
  const run = consumer.run((event) => {
    seen.push(n(event));
    if (n(event) === 1) throw new Error('never');
  });
  await until(() => seen.includes(2));
  await consumer.stop();
  await run;
  expect(seen).toEqual([1, 1, 2]);
  expect(consumer.counters).toMatchObject({ failed: 1, dead: 1 });
  const { rows } = await db.sql.query('select consumer, payload, failures, last_error from app.v_dead_letters');
  expect(rows).toEqual([{ consumer: 'mailer', payload: { n: 1 }, failures: 2, last_error: 'never' }]);
});

test('a stop finishes what runs, acknowledges the beginning and gives the rest back', async ({ db, mailer }) => {
  await createMailer(db, `p_lease => '1 hour'`);
  await writeEvents(db.sql, 10, 1);
  const first = mailer();
  const seen: number[] = [];
  const run = first.run(async (event) => {
    seen.push(n(event));
    if (n(event) === 3) void first.stop();
    await sleep(1);
  });
  await run;
  expect(seen).toEqual([1, 2, 3]);
  const second = mailer();
  const rest = second.run((event) => seen.push(n(event)));
  await until(() => seen.length >= 10);
  await second.stop();
  await rest;
  expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});

test('refuses what cannot be run', async ({ db, mailer }) => {
  const consumer = mailer();
  await expect(consumer.run(() => undefined)).rejects.toThrow(/^there is no consumer mailer$/);
  await createMailer(db);
  await expect(consumer.run(() => undefined, { concurrency: 0 })).rejects.toThrow(SpecqlCdcError);
  const abort = new AbortController();
  const run = consumer.run(() => undefined, { signal: abort.signal });
  await expect(consumer.run(() => undefined)).rejects.toThrow('this consumer runs already');
  abort.abort();
  await run;
});

/** What a handler may throw, and what the database cannot take as it is. */
const odd: [unknown, string][] = [
  [new Error(''), 'Error'],
  [new Error('bad \0 byte'), 'bad \ufffd byte'],
  [Object.create(null), 'no message'],
];

test.for(['run', 'runTransactional'] as const)(
  'whatever a handler of %s throws counts',
  async (way, { db, mailer }) => {
    await createMailer(db, 'p_max_attempts => 1');
    await writeEvents(db.sql, odd.length);
    const consumer = mailer({ batchSize: 1 });
    const fail = (event?: { payload: unknown }) => {
      throw odd[event ? n(event) - 1 : 0]?.[0];
    };
    const run = way === 'run' ? consumer.run(fail) : consumer.runTransactional(([event]) => fail(event));
    await until(() => consumer.counters.dead === odd.length);
    await consumer.stop();
    await run;
    const { rows } = await db.sql.query<{ last_error: string }>(
      'select last_error from app.v_dead_letters order by event_id',
    );
    expect(rows.map((row) => row.last_error)).toEqual(odd.map(([, text]) => text));
  },
);
