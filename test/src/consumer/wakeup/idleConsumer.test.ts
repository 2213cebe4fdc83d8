import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { expect } from 'vitest';
import type { DatabaseFixture } from '../../../harness/fixture.js';
import { test } from '../connection/detour.js';
import { anHour, createMailer, n, sleepers, until, writeEvents } from '../consumers.js';

/** Counts from now on how often the doorbell is asked for, in the database itself. */
async function countAskings(db: DatabaseFixture): Promise<() => Promise<number>> {
  await db.sql.query(`
    create sequence asked minvalue 0;
    alter function app.arm_doorbell(text) rename to arm_in_earnest;
    create function app.arm_doorbell(p_log text) returns boolean language plpgsql as $function$
    begin
      perform nextval('public.asked');
      return app.arm_in_earnest(p_log);
    end
    $function$`);
  return async () => Number((await db.sql.query<{ n: string }>('select last_value as n from asked')).rows[0]?.n);
}

test('a transaction that stays open costs few looks, and its events come at once, however long it would poll', async ({
  db,
  mailer,
}) => {
  await createMailer(db);
  const asked = await countAskings(db);
  const writer = await db.connect();
  await writer.query('begin');
  await writeEvents(writer, 1);
  const consumer = mailer({ pollIntervalMs: anHour });
  const seen: number[] = [];
  const run = consumer.run((event) => seen.push(n(event)));
  await until(async () => (await asked()) > 0);
  const first = performance.now();
  const looked = await asked();
  await until(async () => (await asked()) >= looked + 20);
  // After 5, 10, 20, ... and then each 100 milliseconds; 100 for all twenty if it were always 5.
  expect(performance.now() - first).toBeGreaterThan(1000);
  const next = await db.connect();
  await next.query('begin');
  await writeEvents(next, 1);
  await writer.query('commit');
  await until(() => seen.length === 1);
  const before = await asked();
  await until(async () => (await asked()) > before);
  await next.query('commit');
  await until(() => seen.length === 2);
  await consumer.stop();
  await run;
});

test('a pollIntervalMs beyond what a timer can wait is no busy loop', async ({ db, mailer }) => {
  await createMailer(db);
  const asked = await countAskings(db);
  const consumer = mailer({ pollIntervalMs: Infinity });
  const run = consumer.run(() => undefined);
  await until(async () => (await sleepers(db)) === 1);
  // A busy loop would come round about as often as this one does, however slow the machine is.
  for (let round = 0; round < 30; round++) {
    await sleep(10);
    expect(await asked()).toBeLessThan(4);
  }
  await consumer.stop();
  await run;
});

test('a consumer far from its server sleeps all the same, and is woken', async ({ db, mailer, way }) => {
  await createMailer(db);
  const asked = await countAskings(db);
  way.delay(4);
  const consumer = mailer({ connectionString: way.url, pollIntervalMs: anHour });
  const seen: number[] = [];
  const run = consumer.run((event) => seen.push(n(event)));
  const beside = new pg.Client(way.url);
  await beside.connect();
  for (const count of [1, 2, 3]) {
    await until(async () => (await sleepers(db)) === 1);
    const before = await asked();
    // A consumer that does not sleep asks once in three round trips, however slow the machine is.
    for (let round = 0; round < 30; round++) await beside.query('select');
    expect((await asked()) - before).toBeLessThan(3);
    await writeEvents(db.sql, 1);
    await until(() => seen.length === count);
  }
  await beside.end();
  await consumer.stop();
  await run;
});
