import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { anHour, createMailer, n, sleepers, test, until, writeEvents } from '../consumers.js';

test('wakes sleeping consumers, however long they would poll', async ({ db, mailer }) => {
  await createMailer(db);
  await db.sql.query("select app.create_consumer('other')");
  const consumers = [mailer({ pollIntervalMs: anHour }), mailer({ pollIntervalMs: anHour, consumer: 'other' })];
  const seen: number[][] = [[], []];
  const runs = consumers.map((consumer, index) => consumer.run((event) => seen[index]?.push(n(event))));
  for (const count of [1, 2, 3]) {
    await until(async () => (await sleepers(db)) === 1);
    await writeEvents(db.sql, 1);
    await until(() => seen.every(({ length }) => length === count));
  }
  await Promise.all(consumers.map((consumer) => consumer.stop()));
  await Promise.all(runs);
  await until(async () => (await sleepers(db)) === 0);
});

test('a seek, a replay of dead letters and another number of shards wake it too', async ({ db, mailer }) => {
  await createMailer(db, 'p_max_attempts => 1');
  const consumer = mailer({ pollIntervalMs: anHour });
  const seen: number[] = [];
  let broken = true;
  const run = consumer.run((event) => {
    seen.push(n(event));
    if (broken) throw new Error('no');
  });
  const asleep = async () => {
    await until(async () => (await sleepers(db)) === 1);
    // It stays armed while it does little: let that be over. Where this is too short, the test proves less, and does not fail.
    await sleep(500);
  };
  await asleep();
  await writeEvents(db.sql, 1);
  await until(async () => (await db.sql.query('select from app.v_dead_letters')).rowCount === 1);
  broken = false;
  await asleep();
  await db.sql.query("select app.replay_dead_letters('mailer')");
  await until(() => seen.length === 2);
  await asleep();
  await db.sql.query("select app.seek_consumer('mailer', 'earliest')");
  await until(() => seen.length === 3);
  await asleep();
  await db.sql.query('listen specql_cdc_outbox');
  const rung = once(db.sql, 'notification');
  await db.sql.query("select app.create_consumer('mailer', p_shards => 2)");
  expect(await rung).toMatchObject([{ payload: '' }]);
  await consumer.stop();
  await run;
});

test('while it is busy for longer, writers do not ring', async ({ db, mailer }) => {
  await createMailer(db);
  const consumer = mailer({ pollIntervalMs: anHour });
  const seen: number[] = [];
  let go: () => void = () => undefined;
  const run = consumer.run((event) => {
    seen.push(n(event));
    return new Promise<void>((resolve) => (go = resolve));
  });
  for (const count of [1, 2]) {
    await until(async () => (await sleepers(db)) === 1);
    await writeEvents(db.sql, 1);
    await until(() => seen.length === count);
    await until(async () => (await sleepers(db)) === 0);
    go();
  }
  await until(async () => (await sleepers(db)) === 1);
  await consumer.stop();
  await run;
});

test('nor when what keeps it busy was found without a ring', async ({ db, mailer }) => {
  await createMailer(db, "p_backoff => '100 ms'");
  // Due before the first look that nobody rang for.
  const consumer = mailer({ pollIntervalMs: 300 });
  let go: (() => void) | undefined;
  const run = consumer.run(({ deliveries }) => {
    if (deliveries === 1) throw new Error('later');
    return new Promise<void>((resolve) => (go = resolve));
  });
  await writeEvents(db.sql, 1);
  await until(() => go !== undefined);
  await until(async () => (await sleepers(db)) === 0).finally(() => go?.());
  await consumer.stop();
  await run;
});

test('a transaction that was open before the consumer slept is not missed', async ({ db, mailer }) => {
  await createMailer(db);
  const writer = await db.connect();
  await writer.query('begin');
  await writeEvents(writer, 1);
  const consumer = mailer({ pollIntervalMs: anHour });
  const seen: number[] = [];
  const run = consumer.run((event) => seen.push(n(event)));
  await until(async () => {
    const { rowCount } = await db.sql.query(
      "select from pg_stat_activity where datname = current_database() and query like '%arm_doorbell%' and pid <> pg_backend_pid()",
    );
    return rowCount === 1;
  });
  await writer.query('commit');
  await until(() => seen.length === 1);
  await consumer.stop();
  await run;
});

test('an event that commits between the look and the arming is not missed', async ({ db, mailer }) => {
  await createMailer(db);
  await db.sql.query(`
    alter function app.arm_doorbell(text) rename to arm_in_earnest;
    create function app.arm_doorbell(p_log text) returns boolean language plpgsql as $function$
    begin
      if not exists (select from app.outbox) then
        perform app.write_outbox_event('Post', gen_random_uuid(), 'PostCreated', '{"n": 1}');
      end if;
      return app.arm_in_earnest(p_log);
    end
    $function$`);
  const consumer = mailer({ pollIntervalMs: anHour });
  const seen: number[] = [];
  const run = consumer.run((event) => seen.push(n(event)));
  await until(() => seen.length === 1);
  await consumer.stop();
  await run;
});

test('without it, polling delivers', async ({ db, mailer }) => {
  await createMailer(db);
  const consumer = mailer({ doorbell: false });
  const seen: number[] = [];
  const run = consumer.run((event) => seen.push(n(event)));
  await until(
    async () =>
      (
        await db.sql.query(
          'select from pg_stat_activity where datname = current_database() and application_name = $1',
          ['specql-cdc'],
        )
      ).rowCount === 1,
  );
  await writeEvents(db.sql, 2);
  await until(() => seen.length === 2);
  expect(await sleepers(db)).toBe(0);
  await consumer.stop();
  await run;
});
