import { expect } from 'vitest';
import type { DatabaseFixture } from '../../../harness/fixture.js';
import { anHour, createMailer, n, until, writeEvents } from '../consumers.js';
import { test } from './detour.js';

/** Cancels what a consumer runs that waits for a lock. */
const cancelWaiting = (db: DatabaseFixture) =>
  db.asAdmin(`
    select pg_cancel_backend(pid) from pg_stat_activity
    where datname = '${db.name}' and application_name like 'specql-cdc%' and wait_event_type = 'Lock'`);

/** The codes of what made the consumer try again. */
function recorder() {
  const codes = new Set<unknown>();
  return { codes, onConnectionLost: (error: Error) => void codes.add((error as NodeJS.ErrnoException).code) };
}

test('what passes is waited for: a cancelled statement, a database that takes no connections, a suspension', async ({
  db,
  mailer,
}) => {
  await createMailer(db);
  const { codes, onConnectionLost } = recorder();
  const consumer = mailer({ onConnectionLost });
  const seen: number[] = [];
  const run = consumer.run((event) => seen.push(n(event)));
  await writeEvents(db.sql, 1);
  await until(() => seen.length === 1);

  await db.sql.query('begin; lock table app.consumer_state');
  await until(async () => {
    await cancelWaiting(db);
    return codes.has('57014');
  });
  await db.sql.query('rollback');

  // ALTER DATABASE does not refuse connections to the database it runs in.
  await db.asAdmin(`update pg_database set datallowconn = false where datname = '${db.name}'`);
  await db.sql.query(`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name like 'specql-cdc%'`);
  await until(() => codes.has('55000'));
  await db.sql.query(`alter database ${db.name} allow_connections true`);
  codes.delete('55000');

  await db.asAdmin(`update app.consumer set suspended = 'too far behind'`);
  await until(() => codes.has('55000'));
  await db.sql.query(`select app.seek_consumer('mailer', 'latest')`);
  await writeEvents(db.sql, 1);
  await until(() => seen.length === 2);

  await db.asAdmin(`update app.consumer set suspended = 'too far behind'`);
  codes.clear();
  await until(() => codes.has('55000'));
  await consumer.stop();
  await run;
  expect(consumer.counters).toMatchObject({ acknowledged: 2, failed: 0 });
});

test('a session that the server ends for being idle, just as it is used, is replaced', async ({ db, mailer, way }) => {
  await createMailer(db);
  const { codes, onConnectionLost } = recorder();
  const consumer = mailer({
    connectionString: way.url,
    options: '-c idle_session_timeout=100',
    doorbell: false,
    onConnectionLost,
  });
  const seen: number[] = [];
  const run = consumer.run((event) => seen.push(n(event)));
  await writeEvents(db.sql, 1);
  await until(() => seen.length === 1);
  // The next look is under way for longer than the session may be idle.
  way.delay(300);
  await until(() => codes.has('57P05'));
  way.delay(0);
  await writeEvents(db.sql, 1);
  await until(() => seen.length === 2);
  await consumer.stop();
  await run;
});

test('an acknowledgement that is cancelled is no failure of the handler', async ({ db, mailer }) => {
  await createMailer(db);
  await writeEvents(db.sql, 2);
  const locker = await db.connect();
  let applied = 0;
  const consumer = mailer({ pollIntervalMs: anHour });
  const run = consumer.runTransactional(async (events) => {
    if (applied++ === 0) await locker.query('begin; lock table app.consumer_state in exclusive mode');
    expect(events).toHaveLength(2);
  });
  await until(async () => (await cancelWaiting(db)).rowCount === 1);
  await locker.query('rollback');
  await until(() => consumer.counters.acknowledged === 2);
  expect(consumer.counters.failed).toBe(0);
  await consumer.stop();
  await run;
});

test('a consumer that follows a slot is refused at once; what onConnectionLost throws ends a run', async ({
  db,
  mailer,
}) => {
  await createMailer(db);
  await db.asAdmin(`update app.consumer set suspended = 'too far behind'`);
  const refusing = mailer({
    onConnectionLost: (error) => {
      throw error;
    },
  });
  await expect(refusing.run(() => undefined)).rejects.toThrow('mailer is suspended');
  await db.asAdmin(`update app.consumer set suspended = null, slot = 'debezium'`);
  await expect(mailer().run(() => undefined)).rejects.toThrow('follows replication slot debezium');
});
