import { expect } from 'vitest';
import { test, type DatabaseFixture } from '../../../harness/fixture.js';
import { postCreated, postId, write } from '../../../harness/events.js';
import { until } from '../../../harness/until.js';
import { commandLine } from '../../../../build/commandLine.js';

const tenant = '0190d7f0-5a3c-7c3e-9d57-4f2f5a1c9b11';

const consumers = async (db: DatabaseFixture) => (await db.sql.query('select from app.consumer')).rowCount;

async function writeSome(db: DatabaseFixture): Promise<void> {
  const event = (type: string, aggregate: string, of: string | null) =>
    write(db.sql, {
      aggregate_type: aggregate,
      aggregate_id: postId,
      event_type: type,
      event_payload: {},
      tenant_id: of,
    });
  await event('PostCreated', 'Post', null);
  await event('PostCreated', 'Draft', tenant);
  await event('PostDeleted', 'Post', tenant);
  await event('PostCreated', 'Post', tenant);
}

test('prints what commits from now on, a line each, and leaves no consumer', async ({ db }) => {
  await writeSome(db);
  const tail = commandLine(['tail', '--limit', '4', '--database-url', db.url]);
  await until(async () => (await consumers(db)) === 1);
  await writeSome(db);
  const { exitCode, stdout, stderr } = await tail;
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  const time = String.raw`\d{4}-\d\d-\d\dT[\d:.]+Z`;
  expect(stdout).toMatch(new RegExp(`^${time}  PostCreated  Post ${postId}  \\{\\}\n${time}  PostCreated  Draft `));
  expect(stdout.match(/\n/g)).toHaveLength(4);
  expect(await consumers(db)).toBe(0);
});

test('filters by type, aggregate and tenant, and prints JSON a line each', async ({ db }) => {
  const filters = ['--type', 'PostCreated', '--aggregate', 'Post', '--tenant', `{${tenant.toUpperCase()}}`];
  const tail = commandLine(['tail', ...filters, '--limit', '2', '--json', '--database-url', db.url]);
  await until(async () => (await consumers(db)) === 1);
  await writeSome(db);
  await writeSome(db);
  const lines = (await tail).stdout.trimEnd().split('\n');
  const wanted = { event_type: 'PostCreated', aggregate_type: 'Post', tenant_id: tenant };
  expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([wanted, wanted]);
});

test('rounds no number of a payload', async ({ db }) => {
  const tail = commandLine(['tail', '--limit', '1', '--json', '--database-url', db.url]);
  await until(async () => (await consumers(db)) === 1);
  await write(db.sql, { ...postCreated, event_payload: '{"balance": 12345678901234567890}' });
  expect(JSON.parse((await tail).stdout)).toMatchObject({ payload: { balance: '12345678901234567890' } });
});

test('ends in order when it is interrupted', async ({ db }) => {
  const tail = commandLine(['tail', '--log', 'mutation_events', '--database-url', db.url]);
  await until(
    async () =>
      (
        await db.sql.query(
          "select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and query like '%arm_doorbell%'",
        )
      ).rowCount !== 0,
  );
  process.emit('SIGINT');
  expect(await tail).toEqual({ exitCode: 0, stdout: '', stderr: '' });
  expect(await consumers(db)).toBe(0);
});

test('refuses a tenant that is no uuid', async () => {
  for (const garbage of ['garbage', '', tenant.slice(1), `${tenant}0`]) {
    const { exitCode, stdout, stderr } = await commandLine(['tail', '--tenant', garbage]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(`argument '${garbage}' is invalid. Give a uuid, as in `);
  }
});

test('says so when the role may only read', async ({ db }) => {
  const role = await db.createRole('consumer');
  await db.sql.query('select app.grant_consumer($1)', [role]);
  const { exitCode, stderr } = await commandLine(['tail', '--database-url', db.url.replace('specql_owner', role)]);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/^error: this role may only read: .*\nhint: .*app\.grant_administrator/);
});
