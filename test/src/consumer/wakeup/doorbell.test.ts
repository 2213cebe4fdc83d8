import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { anHour, createMailer, n, sleepers, test, until, writeEvents } from '../consumers.js';
import type { DatabaseFixture } from '../../../harness/fixture.js';

/** Sessions that sleep while another one holds that lock. */
const sharing = `select from pg_locks where locktype = 'advisory' and classid = 1397834564 and objid = 11 and mode = 'ShareLock'
  and database = (select oid from pg_database where datname = current_database())`;

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

test('when the session that held it for all is awake, another takes it', async ({ db, mailer }) => {
  await createMailer(db);
  const holder = await db.connect();
  await holder.query("select app.arm_doorbell('outbox')");
  const consumer = mailer({ pollIntervalMs: anHour });
  const seen: number[] = [];
  const run = consumer.run((event) => seen.push(n(event)));
  await until(async () => (await db.sql.query(sharing)).rowCount === 1);
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
  await until(async () => (await db.sql.query(sharing)).rowCount === 1);
  await first.stop();
  await until(async () => (await sleepers(db)) === 1);
  await writeEvents(db.sql, 1);
  await until(() => seen.length === 1);
  await second.stop();
  await Promise.all(runs);
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

test('when the session that held it for all is gone, another takes it', async ({ db, mailer }) => {
  await createMailer(db);
  const holder = await db.connect();
  await holder.query("select app.arm_doorbell('outbox')");
  const consumer = mailer({ pollIntervalMs: 20 });
  const run = consumer.run(() => undefined);
  await until(async () => (await db.sql.query(sharing)).rowCount === 1);
  await holder.end();
  await until(async () => (await sleepers(db)) === 1);
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
