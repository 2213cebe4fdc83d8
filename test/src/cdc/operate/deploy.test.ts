import { expect } from 'vitest';
import { value } from '../../../harness/query.js';
import { createTestDatabase } from '../../../../build/server/databases.js';
import { commandLine } from '../../../../build/commandLine.js';
import { until } from '../../../harness/until.js';
import { fakeConnect } from '../fakeConnect.js';
import { test } from '../generated.js';

test('refuses a --database-url that cannot be used, and does not repeat its password', async ({ generated }) => {
  const cases: [url: string, message: RegExp][] = [
    ['host=127.0.0.1 password=secret', /must start with postgresql:/],
    ['postgresql://u:12/secret@127.0.0.1/x', /@ behind the host/],
    ['postgresql://u:secret@127.0.0.1:port/x', /cannot be used/],
    ['postgresql://u:secret@127.0.0.1:1/x', /database x at 127\.0\.0\.1:1 as u: .*ECONNREFUSED/],
  ];
  for (const [url, message] of cases) {
    const { exitCode, stdout, stderr } = await generated.cdc(
      'deploy',
      '--config',
      generated.file,
      '--database-url',
      url,
    );
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain('secret');
  }
});

test('refuses a database that is not the one the connector streams, and makes nothing in it', async ({
  generated,
  server,
}) => {
  const other = await createTestDatabase(server);
  const { exitCode, stderr } = await generated.cdc('deploy', '--config', generated.file, '--database-url', other.url);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('the connection is to database');
  expect(await value(await other.connect(), 'select count(*)::int from pg_publication')).toBe(0);
  await other.drop();
});

test('interrupted while its slot waits for a transaction, it leaves no slot behind', async ({ generated, server }) => {
  const { db, file, name } = generated;
  await db.sql.query('begin; create table public.written (id int)');
  const look = await db.connect();
  const making = `select count(*)::int from pg_replication_slots where slot_name = '${name}'`;
  const connect = await fakeConnect((request) => {
    if (request === 'GET /') return '{"kafka_cluster_id": "x"}';
    return request.endsWith('/validate') ? '{"configs": []}' : { status: 404, body: '' };
  });
  const to = ['--kafka-connect-url', connect.url, '--database-url', server.adminUrl(name)];
  const deploying = commandLine(['cdc', 'deploy', '--config', file, ...to]);
  await until(async () => (await value(look, making)) === 1);
  process.emit('SIGINT');
  const { exitCode, stderr } = await deploying;
  expect(exitCode).toBe(2);
  expect(stderr).toContain('error: interrupted; the statement was cancelled on the server');
  await db.sql.query('rollback');
  await until(async () => (await value(look, making)) === 0);
  expect(
    await value(
      look,
      `select count(*)::int from pg_stat_activity where query ~ 'create_logical' and state = 'active' and pid <> pg_backend_pid()`,
    ),
  ).toBe(0);
  expect(connect.asked.filter((request) => request.startsWith('PUT /connectors/'))).toEqual([]);
  connect.close();
});
