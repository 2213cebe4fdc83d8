import { expect } from 'vitest';
import type { DatabaseFixture } from '../../../harness/fixture.js';
import { anHour, createMailer, n, sleepers, test, until, writeEvents } from '../consumers.js';

/** Sessions of the library that listen. */
async function listening(db: DatabaseFixture): Promise<number> {
  const { rowCount } = await db.asAdmin(
    `select from pg_stat_activity where datname = '${db.name}' and application_name = 'specql-cdc doorbell'`,
  );
  return rowCount ?? 0;
}

test('consumers that connect alike share a session, which ends with the last of them', async ({ db, mailer }) => {
  await createMailer(db);
  await db.sql.query("select app.create_consumer('other')");
  const consumers = [
    mailer({ pollIntervalMs: anHour }),
    mailer({ pollIntervalMs: anHour, consumer: 'other' }),
  ] as const;
  const seen: number[][] = [[], []];
  const runs = consumers.map((consumer, index) => consumer.run((event) => seen[index]?.push(n(event))));
  for (const count of [1, 2]) {
    await until(async () => (await sleepers(db)) === 1);
    await writeEvents(db.sql, 1);
    await until(() => seen.every(({ length }) => length === count));
  }
  expect(await listening(db)).toBe(1);
  await consumers[0].stop();
  await until(async () => (await sleepers(db)) === 1);
  await writeEvents(db.sql, 1);
  await until(() => seen[1]?.length === 3);
  expect(await listening(db)).toBe(1);
  await consumers[1].stop();
  await Promise.all(runs);
  await until(async () => (await listening(db)) === 0);
  const again = consumers[0].run((event) => seen[0]?.push(n(event)));
  await until(() => seen[0]?.length === 3);
  await until(async () => (await sleepers(db)) === 1);
  await writeEvents(db.sql, 1);
  await until(() => seen[0]?.length === 4);
  await consumers[0].stop();
  await again;
});

test('a session serves one log, and those who connect in the same way', async ({ db, mailer }) => {
  await createMailer(db);
  await db.sql.query("select app.create_consumer('auditor', 'mutation_events')");
  const consumers = [
    mailer({ pollIntervalMs: anHour }),
    mailer({ pollIntervalMs: anHour, consumer: 'auditor' }),
    mailer({ pollIntervalMs: anHour, statement_timeout: 60_000 }),
    // What cannot be compared is not shared.
    mailer({ pollIntervalMs: anHour, password: () => '' }),
  ];
  const runs = consumers.map((consumer) => consumer.run(() => undefined));
  await until(async () => (await listening(db)) === 4);
  await Promise.all(consumers.map((consumer) => consumer.stop()));
  await Promise.all(runs);
});

test('one that is busy keeps no other from being woken', async ({ db, mailer }) => {
  await createMailer(db);
  await db.sql.query("select app.create_consumer('busy')");
  const busy = mailer({ pollIntervalMs: anHour, consumer: 'busy' });
  const quick = mailer({ pollIntervalMs: anHour });
  let begun = false;
  let go: () => void = () => undefined;
  const seen: number[] = [];
  const runs = [
    busy.run(() => {
      begun = true;
      return new Promise<void>((resolve) => (go = resolve));
    }),
    quick.run((event) => seen.push(n(event))),
  ];
  for (const count of [1, 2, 3]) {
    await until(async () => (await sleepers(db)) === 1);
    await writeEvents(db.sql, 1);
    await until(() => begun && seen.length === count);
  }
  await quick.stop();
  await until(async () => (await sleepers(db)) === 0);
  const stopped = busy.stop();
  go();
  await stopped;
  await Promise.all(runs);
});

test('a server that refuses it ends the run and leaves no session', async ({ db, mailer }) => {
  await createMailer(db);
  const consumer = mailer({ pollIntervalMs: anHour });
  await db.sql.query('alter function app.arm_doorbell(text) rename to arm_no_doorbell');
  await expect(consumer.run(() => undefined)).rejects.toThrow('app.arm_doorbell');
  await until(async () => (await listening(db)) === 0);
  await db.sql.query('alter function app.arm_no_doorbell(text) rename to arm_doorbell');
  const run = consumer.run(() => undefined);
  await until(async () => (await sleepers(db)) === 1);
  await consumer.stop();
  await run;
});

test('its session is made anew when it is lost', async ({ db, mailer }) => {
  await createMailer(db);
  const consumer = mailer({ pollIntervalMs: anHour });
  const seen: number[] = [];
  const run = consumer.run((event) => seen.push(n(event)));
  await until(async () => (await sleepers(db)) === 1);
  await db.asAdmin(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${db.name}' and application_name = 'specql-cdc doorbell'`,
  );
  await until(async () => (await sleepers(db)) === 1);
  await writeEvents(db.sql, 1);
  await until(() => seen.length === 1);
  await consumer.stop();
  await run;
});
