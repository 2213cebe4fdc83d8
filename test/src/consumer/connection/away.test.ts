import { Socket } from 'node:net';
import { expect } from 'vitest';
import type { Consumer } from '../../../../src/consumer/consumer.js';
import { createMailer, n, until, writeEvents } from '../consumers.js';
import { test } from './detour.js';

const ways = ['run', 'runTransactional'] as const;

/** Runs a handler of single events in either way. */
const runs = (consumer: Consumer, way: (typeof ways)[number], handle: (n: number) => unknown): Promise<void> =>
  way === 'run'
    ? consumer.run((event) => handle(n(event)))
    : consumer.runTransactional(async (events) => {
        for (const event of events) await handle(n(event));
      });

test('goes on when the socket of the server was gone for a while', async ({ db, mailer, unixWay }) => {
  await createMailer(db);
  const lost: unknown[] = [];
  const consumer = mailer({
    connectionString: unixWay.url,
    onConnectionLost: (error) => lost.push((error as NodeJS.ErrnoException).code),
  });
  const seen: number[] = [];
  const run = consumer.run((event) => seen.push(n(event)));
  await writeEvents(db.sql, 1);
  await until(() => seen.length === 1);
  await unixWay.close();
  await until(() => lost.includes('ENOENT'));
  await writeEvents(db.sql, 1);
  await unixWay.open();
  await until(() => seen.length === 2);
  await consumer.stop();
  await run;
});

test.for(ways)('%s goes on when the server vanishes without a word', async (form, { db, mailer, way }) => {
  await createMailer(db, `p_lease => '1 second'`);
  const consumer = mailer({ connectionString: way.url, query_timeout: 2000 });
  const seen: number[] = [];
  const run = runs(consumer, form, (number) => {
    seen.push(number);
    if (seen.length === 1) way.silence();
  });
  await writeEvents(db.sql, 1);
  await until(() => consumer.counters.acknowledged === 1);
  way.silence();
  await writeEvents(db.sql, 1);
  await until(() => consumer.counters.acknowledged === 2);
  way.silence();
  await consumer.stop();
  await run;
  expect(consumer.counters.failed).toBe(0);
});

test('its connections are kept alive, unless the caller says otherwise', async ({ db, mailer }) => {
  await createMailer(db);
  for (const options of [{}, { keepAlive: false }]) {
    const kept: Socket[] = [];
    let opened = 0;
    class Watched extends Socket {
      override setKeepAlive(enable?: boolean, delay?: number): this {
        if (enable && delay) kept.push(this);
        return super.setKeepAlive(enable, delay);
      }
    }
    const stream = () => {
      opened++;
      return new Watched();
    };
    const consumer = mailer({ stream, ...options });
    const run = consumer.run(() => undefined);
    // Of the pool, and of the doorbell.
    await until(() => opened === 2);
    await consumer.lag();
    await consumer.stop();
    await run;
    expect(kept).toHaveLength('keepAlive' in options ? 0 : opened);
  }
});

test.for(ways)('%s stops though the server is away', async (form, { db, mailer, way }) => {
  await createMailer(db);
  await writeEvents(db.sql, 2);
  const consumer = mailer({ connectionString: way.url });
  let stopped: Promise<void> | undefined;
  await runs(consumer, form, async () => {
    await way.close();
    stopped = consumer.stop();
  });
  await stopped;
  expect(consumer.counters).toMatchObject({ delivered: 2, acknowledged: 0 });
});

test('a batch that cannot be given back does not keep a loop from stopping', async ({ db, mailer, way }) => {
  await createMailer(db);
  await writeEvents(db.sql, 1);
  const abort = new AbortController();
  for await (const batch of mailer({ connectionString: way.url }).batches({ signal: abort.signal })) {
    expect(batch.events).toHaveLength(1);
    await way.close();
    abort.abort();
  }
});

test('a lock that somebody keeps for long is waited for again', async ({ db, mailer }) => {
  await createMailer(db);
  await db.sql.query('begin; lock table app.consumer_state');
  const lost: unknown[] = [];
  const consumer = mailer({
    lock_timeout: 20,
    onConnectionLost: (error) => lost.push((error as NodeJS.ErrnoException).code),
  });
  const seen: number[] = [];
  const run = consumer.run((event) => seen.push(n(event)));
  await until(() => lost.length === 2);
  await db.sql.query('rollback');
  await writeEvents(db.sql, 1);
  await until(() => seen.length === 1);
  await consumer.stop();
  await run;
  expect(new Set(lost)).toEqual(new Set(['55P03']));
});

test('is closed once for all', async ({ db, mailer }) => {
  await createMailer(db);
  const consumer = mailer();
  const run = consumer.run(() => undefined);
  await Promise.all([consumer.close(), consumer.close()]);
  await run;
  await consumer.close();
  await consumer.stop();
  await expect(consumer.run(() => undefined)).rejects.toThrow('this consumer is closed');
  await expect(consumer.lag()).rejects.toThrow('this consumer is closed');
});
