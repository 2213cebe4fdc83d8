import { anHour, createMailer, furtherSleepers, n, sleepers, test, until, writeEvents } from '../consumers.js';

test('when the session that held it for all is awake, another takes it', async ({ db, mailer }) => {
  await createMailer(db);
  const holder = await db.connect();
  await holder.query("select app.arm_doorbell('outbox')");
  const consumer = mailer({ pollIntervalMs: anHour });
  const seen: number[] = [];
  const run = consumer.run((event) => seen.push(n(event)));
  await until(async () => (await furtherSleepers(db)) === 1);
  // Both hear it, and the consumer sleeps again beside a holder that has not.
  await writeEvents(db.sql, 1);
  await until(
    async () => (await db.sql.query('select from app.v_consumer_lag where events_behind = 0')).rowCount === 1,
  );
  await holder.query("select app.disarm_doorbell('outbox')");
  await until(async () => (await sleepers(db)) === 1);
  await writeEvents(db.sql, 1);
  await until(() => seen.length === 2);
  await consumer.stop();
  await run;
});

test('one that stops hands on what it held for all', async ({ db, mailer }) => {
  await createMailer(db);
  await db.sql.query("select app.create_consumer('other')");
  // They connect in different ways, so each has a session.
  const first = mailer({ pollIntervalMs: anHour, consumer: 'other', statement_timeout: 60_000 });
  const runs = [first.run(() => undefined)];
  await until(async () => (await sleepers(db)) === 1);
  const second = mailer({ pollIntervalMs: anHour });
  const seen: number[] = [];
  runs.push(second.run((event) => seen.push(n(event))));
  await until(async () => (await furtherSleepers(db)) === 1);
  await first.stop();
  await until(async () => (await sleepers(db)) === 1);
  await writeEvents(db.sql, 1);
  await until(() => seen.length === 1);
  await second.stop();
  await Promise.all(runs);
});

test('when the session that held it for all is gone, another takes it', async ({ db, mailer }) => {
  await createMailer(db);
  const holder = await db.connect();
  await holder.query("select app.arm_doorbell('outbox')");
  const consumer = mailer({ pollIntervalMs: 20 });
  const run = consumer.run(() => undefined);
  await until(async () => (await furtherSleepers(db)) === 1);
  await holder.end();
  await until(async () => (await sleepers(db)) === 1);
  await consumer.stop();
  await run;
});
