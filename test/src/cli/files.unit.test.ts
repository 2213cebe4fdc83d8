import { afterEach, expect, test } from 'vitest';
import { extensionFiles } from '../../../build/extension.js';
import { createTestDatabase } from '../../../build/server/databases.js';
import type { PostgresServer } from '../../../build/server/server.js';
import { startServer } from '../../../build/server/start.js';
import { commandLine, jsonOf } from '../../../build/commandLine.js';

let server: PostgresServer | undefined;

async function databaseOnServerWith(extension: Map<string, string>) {
  server = await startServer({ major: 18, provider: 'embedded', extension });
  return createTestDatabase(server, { template: 'empty' });
}

afterEach(() => server?.stop());

test('install says how to get the files onto a server that lacks them', async () => {
  const db = await databaseOnServerWith(new Map());
  const { exitCode, stdout, stderr } = await commandLine(['install', '--database-url', db.url]);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toMatch(
    /^error: this server does not have the files of extension specql_cdc\nhint: .*make install PG_CONFIG=/,
  );
});

test('install says that an upgrade is there, and --upgrade does it', async () => {
  const { files } = await extensionFiles();
  const control = files.get('specql_cdc.control')?.replace("'1.0'", "'1.1'") ?? '';
  const step = "comment on schema app is 'upgraded';";
  const db = await databaseOnServerWith(
    new Map([...files, ['specql_cdc.control', control], ['specql_cdc--1.0--1.1.sql', step]]),
  );
  const sql = await db.connect();
  await sql.query(`create extension specql_cdc version '1.0'`);

  const { stdout } = await commandLine(['install', '--database-url', db.url]);
  expect(stdout).toBe('specql_cdc 1.0 was installed already; 1.1 is available: specql-cdc install --upgrade.\n');
  expect(await jsonOf(db.url, 'install')).toEqual({ version: '1.0', previous: '1.0', available: '1.1' });

  const upgrade = ['install', '--upgrade', '--database-url', db.url];
  expect((await commandLine(upgrade)).stdout).toBe('specql_cdc is upgraded from 1.0 to 1.1.\n');
  expect((await commandLine(upgrade)).stdout).toBe('specql_cdc 1.1 was installed already.\n');
  const { rows } = await sql.query(`select obj_description('app'::regnamespace) as comment`);
  expect(rows).toEqual([{ comment: 'upgraded' }]);
});
