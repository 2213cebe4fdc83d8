import { expect } from 'vitest';
import { test } from '../../../harness/fixture.js';
import { commandLine, jsonOf } from '../../../../build/commandLine.js';

test('enables several tables at once and says how they are audited', async ({ db }) => {
  await db.sql.query(`create schema blog;
    create table blog.tb_post (id uuid primary key, tenant_id uuid);
    create table blog.line (a int, b text, primary key (a, b));
    create table blog.note (body text)`);
  const tables = ['blog.tb_post', 'blog.line', 'blog.note'];
  const { exitCode, stdout } = await commandLine(['enable', ...tables, '--database-url', db.url]);
  expect(exitCode).toBe(0);
  expect(stdout.split('\n')).toEqual([
    'blog.tb_post is audited in app.audit_post: entity post, key id, tenant tenant_id',
    'blog.line is audited in app.audit_line: entity line, key a, b, no tenant column',
    'blog.note is audited in app.audit_note: entity note, no key, no tenant column',
    '',
  ]);
});

test('enables all of several tables or none', async ({ db }) => {
  await db.sql.query('create schema blog; create table one (id int primary key)');
  const { exitCode, stderr } = await commandLine(['enable', 'one', 'blog.nope', '--database-url', db.url]);
  expect(exitCode).toBe(2);
  expect(stderr).toBe(
    'error: relation "blog.nope" does not exist (42P01)\n' +
      'hint: Write the table with its schema, as in blog.tb_post; a name with capitals in double quotes: \'"Mixed Case"\'.\n',
  );
  expect((await db.sql.query('select from app.audited_table')).rowCount).toBe(0);
});

test('--all-tables enables the tables of a schema, once, and none that cannot be audited', async ({ db }) => {
  await db.sql.query(`create schema "My shop";
    create table "My shop"."Order" (id int primary key);
    create table "My shop".item (id int, day date, primary key (id, day)) partition by range (day);
    create table "My shop".item_2025 partition of "My shop".item for values from ('2025-01-01') to ('2026-01-01');
    create view "My shop".v as select 1`);
  const enabled = () => jsonOf(db.url, 'enable', '"My shop".item', '--all-tables', 'My shop');
  const tables = [{ table: '"My shop".item' }, { table: '"My shop"."Order"' }];
  expect(await enabled()).toMatchObject(tables);
  expect(await enabled()).toMatchObject(tables);
  const { stderr } = await commandLine(['enable', '--all-tables', 'none', '--database-url', db.url]);
  expect(stderr).toContain('there are no tables in schema none');
  // Everything there belongs to the extension or is an audit table.
  const own = await commandLine(['enable', '--all-tables', 'app', '--database-url', db.url]);
  expect(own.stderr).toContain('there are no tables in schema app');
});

test('passes every option on', async ({ db }) => {
  await db.sql.query(
    'create table t (a int not null unique, owner uuid, seen int, big text, secret text, "Odd, name" int)',
  );
  const options =
    '--entity thing --key a --tenant-column owner --exclude big --redact secret --redact seen --keep-unchanged --replica --storage columns';
  expect(await jsonOf(db.url, 'enable', 't', ...options.split(' '))).toMatchObject([
    {
      table: 'public.t',
      entity: 'thing',
      key_columns: ['a'],
      tenant_column: 'owner',
      ignored_columns: [],
      excluded_columns: ['big'],
      redacted_columns: ['secret', 'seen'],
      keep_unchanged: true,
      replica: true,
      storage: 'columns',
    },
  ]);
});

test('keeps options that are left out, and takes back what is asked for', async ({ db }) => {
  await db.sql.query('create table t (id int primary key, tenant_id uuid, secret text)');
  await jsonOf(db.url, 'enable', 't', '--redact', 'secret', '--keep-unchanged', '--replica');
  expect(await jsonOf(db.url, 'enable', 't')).toMatchObject([
    { redacted_columns: ['secret'], keep_unchanged: true, replica: true, tenant_column: 'tenant_id' },
  ]);
  expect(
    await jsonOf(
      db.url,
      'enable',
      't',
      '--redact',
      '',
      '--tenant-column',
      '',
      '--no-keep-unchanged',
      '--no-replica',
      '--ignore',
      'secret',
    ),
  ).toMatchObject([
    { redacted_columns: [], keep_unchanged: false, replica: false, tenant_column: null, ignored_columns: ['secret'] },
  ]);
});

test('a hostile table name is a name and nothing else', async ({ db }) => {
  const name = `x'; drop table victim; --\u001b[31m`;
  await db.sql.query(`create table victim (id int); create table "${name}" (id int primary key)`);
  const { exitCode, stdout } = await commandLine(['enable', `"${name}"`, '--database-url', db.url]);
  expect(exitCode).toBe(0);
  expect(stdout).toContain(`public."x'; drop table victim; --\\u001b[31m" is audited`);
  expect((await db.sql.query('select from victim')).rowCount).toBe(0);

  const { stderr } = await commandLine(['enable', 'victim; drop table victim', '--database-url', db.url]);
  expect(stderr).toMatch(/^error: invalid name syntax \(42602\)\nhint: Write the table/);
});

test.for([
  [[], 'no table was given'],
  [['a', 'b', '--entity', 'x'], '--entity names one table'],
  [['--all-tables', 's', '--entity', 'x'], '--entity names one table'],
] as const)('refuses %s without connecting', async ([args, message]) => {
  const { exitCode, stderr } = await commandLine(['enable', ...args, '--database-url', 'postgresql://127.0.0.1:1/x']);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(new RegExp(`^error: ${message}\nhint: `));
});

test('passes on detail and hint of the server, as lines or as JSON', async ({ db }) => {
  await db.sql.query('create schema s; create table s.t (id int primary key)');
  const args = ['enable', 's.t', '--key', 'nope', '--database-url', db.url];
  expect((await commandLine(args)).stderr).toBe(
    'error: p_key_columns names a column that s.t does not have: nope (42703)\nhint: Its columns are id.\n',
  );
  const { stdout, stderr } = await commandLine([...args, '--json']);
  expect(stdout).toBe('');
  expect(JSON.parse(stderr)).toEqual({
    error: {
      message: 'p_key_columns names a column that s.t does not have: nope',
      code: '42703',
      hint: 'Its columns are id.',
    },
  });
});
