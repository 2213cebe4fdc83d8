import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { test, type DatabaseFixture } from '../../../harness/fixture.js';
import { postCreated, write } from '../../../harness/events.js';
import { commandLine, jsonOf } from '../../../../build/commandLine.js';

/** A consumer with three events of one key, of which the first failed for the last time. */
async function withDeadLetter(db: DatabaseFixture, event = postCreated): Promise<string> {
  await db.sql.query(`select app.create_consumer('mailer', p_max_attempts => 1)`);
  for (let count = 0; count < 3; count++) await write(db.sql, event);
  const { rows } = await db.sql.query<{ event_id: string; batch: string }>(`select * from app.fetch_events('mailer')`);
  const { event_id = '', batch } = rows[0] ?? {};
  await db.sql.query(`select app.nack_event('mailer', $1, 'no such address')`, [event_id]);
  await db.sql.query(`select app.ack_events('mailer', $1)`, [batch]);
  return event_id;
}

const text = async (db: DatabaseFixture, ...args: string[]) => {
  const { exitCode, stdout, stderr } = await commandLine([...args, '--database-url', db.url]);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  return stdout;
};

test('lag shows how far each shard is behind', async ({ db }) => {
  expect(await text(db, 'lag')).toBe('no consumers\n');
  await withDeadLetter(db);
  await db.sql.query(`select app.create_consumer('indexer')`);
  const lines = (await text(db, 'lag')).split('\n');
  expect(lines[0]).toMatch(/^consumer +shard +behind +oldest +per second +retrying +blocked +dead +state$/);
  expect(lines[1]).toMatch(/^indexer +1\/1 +3 +\d{4}-.*Z +\S+ +0 +0 +0 +idle$/);
  expect(lines[2]).toMatch(/^mailer +1\/1 +.* 1 +idle$/);
  expect(await jsonOf(db.url, 'lag', 'mailer')).toMatchObject([{ consumer: 'mailer', dead_letters: '1' }]);
});

test('lag says who has a batch, and why a consumer does not go on', async ({ db }) => {
  await db.sql.query(`select app.create_consumer('mailer')`);
  await write(db.sql, postCreated);
  await db.sql.query(`select from app.fetch_events('mailer', p_worker => 'worker 7')`);
  expect(await text(db, 'lag')).toMatch(/ in flight at worker 7\n$/);
  await db.sql.query(`update app.consumer set suspended = 'too far behind'`);
  expect(await text(db, 'lag')).toMatch(/ suspended: too far behind\n$/);
});

test('consumers lists how they were made', async ({ db }) => {
  expect(await text(db, 'consumers')).toBe('no consumers\n');
  await db.sql.query(`select app.create_consumer('mailer', p_event_types => '{A,B}', p_on_failure => 'skip')`);
  const lines = (await text(db, 'consumers')).split('\n');
  expect(lines[1]).toMatch(/^mailer +outbox +A,B +00:00:30 +10 +00:00:01 +skip +- +-$/);
  expect(await jsonOf(db.url, 'consumers')).toMatchObject([{ consumer: 'mailer', event_types: ['A', 'B'] }]);
});

test('dead-letters lists, replays and purges', async ({ db }) => {
  expect(await text(db, 'dead-letters', 'list')).toBe('no dead letters\n');
  const event = await withDeadLetter(db);
  expect(await text(db, 'dead-letters', 'list', 'mailer')).toMatch(
    new RegExp(`\nmailer +${event} +PostCreated +Post \\S+ +1 +\\S+Z +no such address\n$`),
  );
  expect(await jsonOf(db.url, 'dead-letters', 'list', '--limit', '0')).toEqual([]);

  const unsure = await commandLine(['dead-letters', 'purge', 'mailer', '--database-url', db.url]);
  expect(unsure).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('Add --yes') as string });
  const other = await commandLine([
    'dead-letters',
    'purge',
    'mailer',
    '--event',
    '99',
    '--yes',
    '--database-url',
    db.url,
  ]);
  expect(other).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('event 99 is no dead letter') as string });

  expect(await text(db, 'dead-letters', 'replay', 'mailer', '--event', event)).toBe('replayed: 1\n');
  expect(await jsonOf(db.url, 'dead-letters', 'purge', 'mailer', '--yes')).toEqual({ consumer: 'mailer', purged: 0 });
});

test('dead-letters list --json rounds no number', async ({ db }) => {
  await withDeadLetter(db, { ...postCreated, event_payload: '{"balance": 12345678901234567890, "small": 0.10}' });
  const payload = { balance: '12345678901234567890', small: 0.1 };
  expect(await jsonOf(db.url, 'dead-letters', 'list')).toMatchObject([{ payload }]);
});

test('dead-letters purge removes them', async ({ db }) => {
  await withDeadLetter(db);
  expect(await text(db, 'dead-letters', 'purge', 'mailer', '--yes')).toBe('purged: 1\n');
  expect(await jsonOf(db.url, 'dead-letters', 'list')).toEqual([]);
});

test('an unknown consumer is refused, one without dead letters is not', async ({ db }) => {
  await db.sql.query(`select app.create_consumer('mailer')`);
  expect(await text(db, 'dead-letters', 'list', 'mailer')).toBe('no dead letters\n');
  for (const command of [['lag'], ['dead-letters', 'list']]) {
    expect(await commandLine([...command, 'nobody', '--database-url', db.url])).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: `error: there is no consumer nobody\nhint: List those there are: specql-cdc consumers. Or create it: select app.create_consumer('nobody').\n`,
    });
  }
});

test('what can be no event_id is refused', async () => {
  for (const command of ['replay', 'purge']) {
    for (const event of ['abc', '1.2', '', '9223372036854775808']) {
      const { exitCode, stderr } = await commandLine(['dead-letters', command, 'mailer', '--event', event]);
      expect(exitCode).toBe(2);
      expect(stderr).toContain(`argument '${event}' is invalid. Give an event_id, a number,`);
    }
  }
});

test('seek moves a consumer', async ({ db }) => {
  await withDeadLetter(db);
  expect(await text(db, 'seek', 'mailer', 'earliest')).toBe('mailer goes on at: earliest\n');
  expect((await db.sql.query(`select from app.fetch_events('mailer')`)).rowCount).toBe(3);
  const { exitCode, stderr } = await commandLine(['seek', 'mailer', 'someday', '--database-url', db.url]);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/^error: p_to cannot be used .*\n[^]*hint: Pass earliest, latest or a timestamp/);
});

test('maintain maintains, once or until it is interrupted', async ({ db }) => {
  expect(await text(db, 'maintain')).toBe('nothing to do\n');
  const again = commandLine(['maintain', '--every', '1', '--json', '--database-url', db.url]);
  const runs = async () => (await db.sql.query('select from app.maintenance_run')).rowCount ?? 0;
  while ((await runs()) < 3) await sleep(20);
  process.emit('SIGTERM');
  expect(await again).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^(\[\]\n){2,}$/) as string });
});
