import { expect } from 'vitest';
import type { Batch } from '../../../../src/consumer/batch/batch.js';
import { createMailer, n, test, until, writeEvents } from '../consumers.js';

test('a loop gets batch after batch, and a batch it leaves unacknowledged is given back', async ({ db, mailer }) => {
  await createMailer(db, `p_lease => '1 hour'`);
  await writeEvents(db.sql, 4);
  const seen: number[][] = [];
  for await (const batch of mailer({ batchSize: 2 }).batches()) {
    seen.push(batch.events.map(n));
    if (seen.length === 1) continue;
    expect(await batch.ack()).toBe('acknowledged');
    expect(await batch.ack()).toBe('repeated');
    if (seen.length === 3) break;
  }
  expect(seen).toEqual([
    [1, 2],
    [1, 2],
    [3, 4],
  ]);
});

test('a failed event is said to have failed, and when it comes again', async ({ db, mailer }) => {
  await createMailer(db);
  await writeEvents(db.sql, 1);
  for await (const batch of mailer().batches()) {
    const [event] = batch.events;
    if (event) expect(await batch.nack(event, new Error('no'), 3_600_000)).toBeInstanceOf(Date);
    await batch.ack();
    break;
  }
  expect(
    (await db.sql.query(`select from app.consumer_retry where due_at > now() + interval '50 minutes'`)).rowCount,
  ).toBe(1);
});

test('the lease is renewed as long as the batch is in flight', async ({ db, mailer }) => {
  await createMailer(db, `p_lease => '300 ms'`);
  await writeEvents(db.sql, 1);
  const leasedUntil = async () =>
    (await db.sql.query<{ at: Date }>('select max(leased_until) as at from app.consumer_state')).rows[0]?.at;
  for await (const batch of mailer().batches()) {
    const first = await leasedUntil();
    await until(async () => Number(await leasedUntil()) > Number(first));
    expect(await batch.ack()).toBe('acknowledged');
    break;
  }
});

test('a batch that was taken away tells by its signal', async ({ db, mailer }) => {
  await createMailer(db, `p_lease => '300 ms'`);
  await writeEvents(db.sql, 1);
  let lost: Batch | undefined;
  for await (const batch of mailer().batches()) {
    lost = batch;
    await db.sql.query("select app.seek_consumer('mailer', 'latest')");
    await until(() => batch.signal.aborted);
    expect(await batch.ack()).toBe('late');
    break;
  }
  expect(lost?.settled).toBe(true);
});

test('goes on where it was when its connections are killed', async ({ db, mailer }) => {
  await createMailer(db, `p_lease => '1 second'`);
  await writeEvents(db.sql, 40, 2);
  const lost: Error[] = [];
  const consumer = mailer({ batchSize: 10, onConnectionLost: (error) => lost.push(error) });
  const seen: string[] = [];
  const run = consumer.run(async (event) => {
    seen.push(event.id);
    if (seen.length % 25 !== 5) return;
    await db.asAdmin(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${db.name}' and application_name like 'specql-cdc%'`,
    );
  });
  await until(() => new Set(seen).size === 80);
  // On another connection: the consumer's own may just be killed.
  const behind = 'select events_behind from app.v_consumer_lag';
  await until(async () => (await db.sql.query<{ events_behind: string }>(behind)).rows[0]?.events_behind === '0');
  await consumer.stop();
  await run;
  expect(consumer.counters.late).toBe(0);
});
