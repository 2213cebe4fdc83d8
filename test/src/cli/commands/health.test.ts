import { expect } from 'vitest';
import { test } from '../../../harness/fixture.js';
import { commandLine, jsonOf } from '../../../../build/commandLine.js';

test('exits with 0 when all is well', async ({ db }) => {
  const { exitCode, stdout, stderr } = await commandLine(['health', '--database-url', db.url]);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout).toMatch(/^ok +audited_table_exists\n/);
  expect(stdout).toMatch(/\n\nerrors: 0, warnings: 0\n$/);
});

test('exits with 1 when changes are not audited, and says what to do', async ({ db }) => {
  await db.sql.query('create schema blog; create table blog.post (id int primary key)');
  await jsonOf(db.url, 'enable', 'blog.post');
  await db.sql.query('alter table blog.post disable trigger user');
  const { exitCode, stdout } = await commandLine(['health', '--database-url', db.url]);
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(
    /\nerror +triggers +audit triggers of blog.post .*\n +Changes are not audited\. Run: select app\.enable/,
  );
  expect(stdout).toMatch(/errors: 1, warnings: 0\n$/);

  const json = await commandLine(['health', '--json', '--database-url', db.url]);
  expect(json.exitCode).toBe(1);
  expect(JSON.parse(json.stdout)).toContainEqual({
    check: 'triggers',
    status: 'error',
    detail: expect.stringContaining('audit triggers of blog.post') as string,
    hint: expect.stringContaining('Run: ') as string,
  });
});

test('exits with 0 when there are only warnings', async ({ db }) => {
  const reader = await db.createRole('reader');
  await db.sql.query('select app.grant_reader($1)', [reader]);
  await db.sql.query(`update app.access_grant set role_name = 'gone'`);
  const { exitCode, stdout } = await commandLine(['health', '--database-url', db.url]);
  expect(exitCode).toBe(0);
  expect(stdout).toContain('role gone, which was granted reader access, is called');
});

test('says who lets a role without rights look', async ({ db }) => {
  const stranger = await db.createRole('stranger');
  const { exitCode, stderr } = await commandLine([
    'health',
    '--database-url',
    db.url.replace('specql_owner', stranger),
  ]);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/^error: permission denied for schema app \(42501\)\nhint: .*app.grant_reader/);
});

test('a renamed schema app is told, by the command and by the function, and how to go back', async ({ db }) => {
  await db.sql.query(`create table public.tb_item (id integer primary key);
    select app.enable_audit_cascade('public.tb_item'); alter schema app rename to "App 2"`);
  await expect(db.sql.query('insert into tb_item values (1)')).rejects.toMatchObject({ code: '3F000' });
  const { rows } = await db.sql.query('select * from "App 2".health_check()');
  expect(rows).toEqual([
    {
      check: 'schema',
      status: 'error',
      detail: expect.stringContaining('renamed to "App 2"') as string,
      hint: 'Run: alter schema "App 2" rename to app.',
    },
  ]);
  for (const command of [['health'], ['enable', 'tb_item'], ['history', 'tb_item', '1']]) {
    expect(await commandLine([...command, '--database-url', db.url])).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: expect.stringMatching(
        /^error: schema app was renamed to "App 2".*\nhint: .*alter schema "App 2" rename to app/,
      ) as string,
    });
  }
  await db.sql.query('alter schema "App 2" rename to app; insert into tb_item values (1)');
  expect((await commandLine(['health', '--database-url', db.url])).exitCode).toBe(0);
});
