import { expect } from 'vitest';
import type { DatabaseFixture } from '../../../harness/fixture.js';
import { test } from '../../../harness/fixture.js';
import { commandLine, jsonOf } from '../../../../build/commandLine.js';

async function auditOnce(db: DatabaseFixture): Promise<void> {
  await db.sql.query('create schema blog; create table blog.tb_post (id int primary key)');
  await jsonOf(db.url, 'enable', 'blog.tb_post');
  await db.sql.query('insert into blog.tb_post values (1)');
}

test('stops auditing and keeps the history', async ({ db }) => {
  await auditOnce(db);
  expect(await commandLine(['disable', 'blog.tb_post', '--database-url', db.url])).toEqual({
    exitCode: 0,
    stdout: 'blog.tb_post is not audited any more; its history stays in app.audit_post\n',
    stderr: '',
  });
  await db.sql.query('insert into blog.tb_post values (2)');
  expect(await jsonOf(db.url, 'history', 'blog.tb_post', '1')).toHaveLength(1);
  expect(await jsonOf(db.url, 'history', 'blog.tb_post', '2')).toHaveLength(0);
});

test('drops the history only with --yes', async ({ db }) => {
  await auditOnce(db);
  const drop = ['disable', 'post', '--drop-history', '--database-url', db.url];
  expect(await commandLine(drop)).toEqual({
    exitCode: 2,
    stdout: '',
    stderr: 'error: --drop-history cannot be undone\nhint: Add --yes if the history may go.\n',
  });
  expect(await jsonOf(db.url, 'history', 'post', '1')).toHaveLength(1);

  const { stdout } = await commandLine([...drop, '--yes']);
  expect(stdout).toBe('blog.tb_post is not audited any more; its history in app.audit_post is dropped\n');
  const { rows } = await db.sql.query(`select to_regclass('app.audit_post') as audit`);
  expect(rows).toEqual([{ audit: null }]);
});

test('disables all of several tables or none', async ({ db }) => {
  await auditOnce(db);
  const { exitCode, stderr } = await commandLine(['disable', 'blog.tb_post', 'nope', '--database-url', db.url]);
  expect(exitCode).toBe(2);
  expect(stderr).toBe('error: nope is not audited\nhint: Audited are blog.tb_post.\n');
  expect((await db.sql.query('select from app.audited_table where enabled')).rowCount).toBe(1);
});

test('an entity name never stands for another table of that name', async ({ db }) => {
  await auditOnce(db);
  await db.sql.query('create table public.post (id int)');
  const { stderr } = await commandLine(['disable', 'post', '--database-url', db.url]);
  expect(stderr).toContain('error: public.post is not audited');
});

test('--json says what happened', async ({ db }) => {
  await auditOnce(db);
  expect(await jsonOf(db.url, 'disable', 'blog.tb_post')).toMatchObject([
    { table: 'blog.tb_post', entity: 'post', audit_table: 'app.audit_post', enabled: false, history_dropped: false },
  ]);
});
