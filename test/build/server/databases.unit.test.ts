import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase } from '../../../build/server/databases.js';
import type { PostgresServer } from '../../../build/server/server.js';
import { startServer } from '../../../build/server/start.js';
import { tinyExtension } from './tinyExtension.js';

let server: PostgresServer;
beforeAll(async () => {
  server = await startServer({ major: 18, provider: 'embedded', extension: tinyExtension() });
});
afterAll(() => server.stop());

const names = async (query: string) => {
  const admin = new pg.Client(server.adminUrl());
  await admin.connect();
  const { rows } = await admin.query<{ name: string }>(query);
  await admin.end();
  return rows.map(({ name }) => name);
};

test('databases made at once have the extension each, and share one template', async () => {
  const databases = await Promise.all(Array.from({ length: 5 }, () => createTestDatabase(server)));
  for (const database of databases) {
    const owner = await database.connect();
    await owner.query('insert into app.note values ($1)', [database.name]);
    expect((await owner.query('select body from app.note')).rows).toEqual([{ body: database.name }]);
  }
  expect(await names("select datname as name from pg_database where datname like '%template_extension%'")).toEqual([
    'specql_template_extension',
  ]);
});

test('the owner is no superuser, and installed the extension', async () => {
  const database = await createTestDatabase(server);
  const { rows } = await (
    await database.connect()
  ).query(
    'select current_user as me, rolsuper, (select extowner::regrole::text from pg_extension where extname = $1) as installer from pg_roles where rolname = current_user',
    ['specql_cdc'],
  );
  expect(rows).toEqual([{ me: 'specql_owner', rolsuper: false, installer: 'specql_owner' }]);
});

test('an empty database has no extension but can have it', async () => {
  const database = await createTestDatabase(server, { template: 'empty' });
  const owner = await database.connect();
  await expect(owner.query('select from app.note')).rejects.toThrow('does not exist');
  await owner.query('create extension specql_cdc');
  await owner.query('select from app.note');
});

test('a role made for a test has no rights, and goes with the database', async () => {
  const database = await createTestDatabase(server);
  const reader = await database.createRole('reader', 'noinherit');
  const client = await database.connect(reader);
  await expect(client.query('select from app.note')).rejects.toThrow('permission denied for schema app');
  await database.asAdmin(`grant usage on schema app to ${reader}`);
  await database.drop();
  const left = `select rolname as name from pg_roles where rolname = '${reader}'
    union all select datname from pg_database where datname = '${database.name}'`;
  expect(await names(left)).toEqual([]);
});

test('drop does not wait for a connection that is busy', async () => {
  const database = await createTestDatabase(server, { template: 'empty' });
  const client = await database.connect();
  const sleeping = client.query('select pg_sleep(600)').catch((error: unknown) => error);
  await database.drop();
  expect(await sleeping).toBeInstanceOf(Error);
});

test.each([
  [17, 'at character 31 of the script'],
  [18, 'specql_cdc--1.0.sql", near line 2'],
])('a broken extension is reported with its place on %i, and leaves no template', async (major, place) => {
  const broken = await startServer({
    major,
    provider: 'embedded',
    extension: tinyExtension('1.0', 'create table app.x ();\ncreate tabel y ();'),
  });
  try {
    await expect(createTestDatabase(broken)).rejects.toThrow(/syntax error at or near "tabel"/);
    await expect(createTestDatabase(broken)).rejects.toThrow(place);
    await (await createTestDatabase(broken, { template: 'empty' })).drop();
  } finally {
    await broken.stop();
  }
});
