import { expect } from 'vitest';
import { withMutation } from '../../../../src/index.js';
import type { DatabaseFixture } from '../../../harness/fixture.js';
import { test } from '../../../harness/fixture.js';
import { commandLine, jsonOf } from '../../../../build/commandLine.js';

const post = '0190d7f0-5a3c-7c3e-9d57-4f2f5a1c9b11';
const user = '0190d7f0-5a3c-7c3e-9d57-000000000001';
const tenants = ['0190d7f0-0000-7000-8000-00000000000a', '0190d7f0-0000-7000-8000-00000000000b'];

/** A post created and published by two mutations, the second of which changes its author too, and then deleted. */
async function publish(db: DatabaseFixture): Promise<void> {
  await db.sql.query(`create schema blog;
    create table blog.tb_author (id int primary key, posts int);
    create table blog.tb_post (id uuid primary key, title text, status text, views bigint, tenant_id uuid);
    insert into blog.tb_author values (7, 0)`);
  await jsonOf(db.url, 'enable', '--all-tables', 'blog');
  await withMutation(db.sql, { source: 'create_post' }, (sql) =>
    sql.query(`insert into blog.tb_post values ($1, 'Hello', 'draft', 9007199254740993, $2)`, [post, tenants[0]]),
  );
  await withMutation(db.sql, { source: 'publish_post', userId: user, changeReason: 'ready\nto go' }, async (sql) => {
    await sql.query(`update blog.tb_post set status = 'published'`);
    await sql.query('update blog.tb_author set posts = posts + 1');
  });
  await db.sql.query('delete from blog.tb_post');
}

test('prints what happened to a row as a timeline', async ({ db }) => {
  await publish(db);
  const { exitCode, stdout } = await commandLine(['history', 'blog.tb_post', post, '--database-url', db.url]);
  expect(exitCode).toBe(0);
  expect(stdout.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')).toBe(`blog.tb_post ${post}: 3 changes, latest first

TIME  DELETE  role specql_owner
  id: "${post}"
  title: "Hello"
  views: "9007199254740993"
  status: "published"
  tenant_id: "${tenants[0]}"

TIME  UPDATE  by ${user}, role specql_owner
  status: "draft" -> "published"
  reason: ready\\u000ato go
  mutation: publish_post, affected Author, Post

TIME  INSERT  role specql_owner
  id: "${post}"
  title: "Hello"
  views: "9007199254740993"
  status: "draft"
  tenant_id: "${tenants[0]}"
  mutation: create_post, affected Post
`);
});

test('--with-cascade lists what else changed', async ({ db }) => {
  await publish(db);
  const { stdout } = await commandLine(['history', 'post', post, '--with-cascade', '--database-url', db.url]);
  expect(stdout).toContain(
    `  mutation: publish_post, affected Author, Post\n    UPDATED Post ${post}\n    UPDATED Author 7\n`,
  );
});

test('--json prints the rows; the cascade only when asked for', async ({ db }) => {
  await publish(db);
  const rows = (await jsonOf(db.url, 'history', 'blog.tb_post', post)) as object[];
  expect(rows).toHaveLength(3);
  expect(rows[1]).toMatchObject({
    operation_type: 'UPDATE',
    changed_by: user,
    old_values: { status: 'draft', views: '9007199254740993' },
    new_values: { status: 'published' },
    change_reason: 'ready\nto go',
    cascade_source: 'publish_post',
    cascade_entities: ['Author', 'Post'],
    affected_entity_count: 2,
    session_user_name: 'specql_owner',
  });
  expect(rows[1]).not.toHaveProperty('cascade_data');
  const full = (await jsonOf(db.url, 'history', 'blog.tb_post', post, '--with-cascade')) as object[];
  expect(full[1]).toMatchObject({ cascade_data: { metadata: { affectedCount: 2 } } });
  expect(full[0]).toMatchObject({ cascade_data: null, cascade_source: null });
});

test('--limit, --offset, --tenant and --affected-entity choose changes', async ({ db }) => {
  await publish(db);
  const operations = async (...args: string[]) =>
    ((await jsonOf(db.url, 'history', 'post', post, ...args)) as { operation_type: string }[]).map(
      (row) => row.operation_type,
    );
  expect(await operations('--limit', '1')).toEqual(['DELETE']);
  expect(await operations('--limit', '1', '--offset', '2')).toEqual(['INSERT']);
  expect(await operations('--affected-entity', 'Author')).toEqual(['UPDATE']);
  expect(await operations('--tenant', tenants[0] ?? '')).toHaveLength(3);
  expect(await operations('--tenant', tenants[1] ?? '')).toHaveLength(0);
});

test('finds rows by integer, negative and composite keys, and by values where there is no key', async ({ db }) => {
  await db.sql.query(`create table n (id int primary key);
    create table line ("Order" int, day date, qty int, primary key ("Order", day));
    create table note (body text)`);
  await jsonOf(db.url, 'enable', 'n', 'line', 'note');
  await db.sql.query(
    `insert into n values (-5); insert into line values (7, '2025-01-31', 1); insert into note values ('hi')`,
  );
  const found = async (...args: string[]) => ((await jsonOf(db.url, 'history', ...args)) as unknown[]).length;
  expect(await found('n', '-5')).toBe(1);
  expect(await found('line', '07', '31 Jan 2025')).toBe(1);
  expect(await found('line', '{"day": "2025-01-31", "Order": 7}')).toBe(1);
  expect(await found('line', '7', '2025-02-01')).toBe(0);
  expect(await found('note', '{"body": "hi"}')).toBe(1);
});

test('refuses what does not fit, and says what to do', async ({ db }) => {
  await db.sql.query('create table line (a int, b int, primary key (a, b)); create table note (body text)');
  await jsonOf(db.url, 'enable', 'line', 'note');
  const refusal = async (...args: string[]) => {
    const { exitCode, stdout, stderr } = await commandLine(['history', ...args, '--database-url', db.url]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    return stderr;
  };
  expect(await refusal('line', '7')).toBe(
    'error: rows of public.line are identified by a, b: 2 values, not 1\nhint: Give one value for each of these columns, in this order.\n',
  );
  expect(await refusal('note', '7')).toMatch(/^error: public.note has no key\nhint: Give values that the row holds/);
  expect(await refusal('line', '7', 'x')).toBe('error: invalid input syntax for type integer: "x" (22P02)\n');
  expect(await refusal('nope', '1')).toBe('error: nope is not audited\nhint: Audited are public.line, public.note.\n');
  expect(await refusal('line', '{"a": 1', '--json')).toContain('"code": "22P02"');
  expect(await refusal('line', '1', '2', '--tenant', 'x')).toContain('invalid input syntax for type uuid: "x"');
  expect(await refusal('line', '1', '2', '--limit', 'all')).toContain(
    "argument 'all' is invalid. Give a number of rows",
  );
});

test('a reader sees the rows of its tenant without rights on the table itself', async ({ db }) => {
  await publish(db);
  const reader = await db.createRole('reader');
  const url = db.url.replace('specql_owner', reader);
  await db.sql.query('select app.grant_reader($1, $2)', [reader, [tenants[1]]]);
  expect(await jsonOf(url, 'history', 'blog.tb_post', post)).toHaveLength(0);
  await db.sql.query('select app.grant_reader($1, $2)', [reader, [tenants[0]]]);
  expect(await jsonOf(url, 'history', 'blog.tb_post', post)).toHaveLength(3);
});

test('colours for a terminal, unless NO_COLOR is set', async ({ db }) => {
  await publish(db);
  const args = ['history', 'post', post, '--database-url', db.url];
  const escape = '\u001b[';
  expect((await commandLine(args, { isTTY: true })).stdout).toContain(escape);
  expect((await commandLine(args, { isTTY: true, env: { NO_COLOR: '1' } })).stdout).not.toContain(escape);
  expect((await commandLine(args)).stdout).not.toContain(escape);
  const wrong = ['history', 'nope', '1', '--database-url', db.url];
  expect((await commandLine(wrong, { isTTY: true })).stderr).toContain(escape);
  expect((await commandLine(wrong)).stderr).not.toContain(escape);
});

test('nothing of a cascade, a mutation or a value moves the cursor or reorders a line', async ({ db }) => {
  const hostile = '\u001b]0;x\u0007\u009b2J\u202egnp\u007f';
  await db.sql.query('create table note (id int primary key, body text)');
  await jsonOf(db.url, 'enable', 'note');
  const cascade = { updated: [{ __typename: hostile, id: hostile, operation: hostile, entity: {} }], deleted: [] };
  await db.sql.query('begin');
  await db.sql.query(`select set_config('app.cascade_data', $1, true), set_config('app.cascade_source', $2, true)`, [
    JSON.stringify(cascade),
    hostile,
  ]);
  await db.sql.query('insert into note values (1, $1)', [hostile]);
  await db.sql.query('commit');
  const args = ['history', 'note', '1', '--with-cascade', '--database-url', db.url];
  for (const more of [[], ['--json']]) {
    const { exitCode, stdout } = await commandLine([...args, ...more]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/\\u202egnp/);
    expect(stdout).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
  }
});
