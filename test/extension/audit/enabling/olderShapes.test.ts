import { expect } from 'vitest';
import { rows, transaction, value } from '../../../harness/query.js';
import { test } from '../../../harness/fixture.js';
import { createOlderPost, phase1, post, shapes, tenant } from '../../../harness/olderShapes.js';
import { contents, replayed, story } from '../../../harness/trail.js';

const documented = [
  ...['audit_id', 'entity_id', 'tenant_id', 'operation_type', 'changed_by', 'changed_at', 'old_values', 'new_values'],
  ...['change_reason', 'transaction_id', 'application_name', 'created_at', 'cascade_data', 'cascade_entities'],
  ...['cascade_timestamp', 'cascade_source', 'mutation_id', 'session_user_name', 'client_addr'],
];

for (const [what, columns] of Object.entries(shapes)) {
  test(`an audit table ${what} is completed; its rows stay, and each change is audited once`, async ({ db }) => {
    await createOlderPost(db.sql, columns);
    const kept = 'select to_jsonb(a) as row from app.audit_post a order by changed_at limit 3';
    const before = await rows(db.sql, kept);
    await db.sql.query(`select app.enable_audit_cascade('blog.tb_post')`);
    const after = await rows(db.sql, kept);
    expect(before).toHaveLength(3);
    for (const [i, { row }] of before.entries()) expect(after[i]?.row).toMatchObject(row as object);
    const names = await rows(
      db.sql,
      `select column_name from information_schema.columns where table_name = 'audit_post'`,
    );
    expect(names.map(({ column_name }) => column_name).sort()).toEqual([...documented].sort());

    await transaction(db.sql, async () => {
      await db.sql.query(`select app.begin_mutation('retitle', '${tenant}'); update blog.tb_post set title = 'd'`);
      await db.sql.query('select app.end_mutation()');
    });
    await db.sql.query('delete from blog.tb_post; truncate blog.tb_post');
    expect((await story(db.sql, 'post', 'title')).map((line) => line.replace(String(post), 'post'))).toEqual([
      'INSERT post: a',
      'UPDATE post: a > b',
      'UPDATE post: b > c',
      'UPDATE post: c > d',
      'DELETE post: d',
      'TRUNCATE null: undefined',
    ]);
    const history = `select operation_type, cascade_source from app.get_post_audit_history_with_cascade($1, $2)`;
    expect(await rows(db.sql, history, [post, tenant])).toEqual([
      { operation_type: 'DELETE', cascade_source: null },
      { operation_type: 'UPDATE', cascade_source: 'retitle' },
      { operation_type: 'UPDATE', cascade_source: null },
      { operation_type: 'UPDATE', cascade_source: null },
      { operation_type: 'INSERT', cascade_source: null },
    ]);
    expect(await rows(db.sql, `select * from app.health_check() where status <> 'ok'`)).toEqual([]);
  });

  test(`enabling an audit table ${what} twice is the same as once`, async ({ db }) => {
    await createOlderPost(db.sql, columns);
    const definition = `
      select attname, format_type(atttypid, atttypmod), attnotnull, pg_get_expr(adbin, adrelid) as preset
      from pg_attribute left join pg_attrdef on adrelid = attrelid and adnum = attnum
      where attrelid = 'app.audit_post'::regclass and attnum > 0 order by attnum`;
    await db.sql.query(`select app.enable_audit_cascade('blog.tb_post')`);
    const [once, data] = [await rows(db.sql, definition), await contents(db.sql, 'app.audit_post')];
    await db.sql.query(`select app.enable_audit_cascade('blog.tb_post')`);
    expect(await rows(db.sql, definition)).toEqual(once);
    expect(await contents(db.sql, 'app.audit_post')).toEqual(data);
  });
}

test('the rows an older table has say nothing about who wrote them', async ({ db }) => {
  await createOlderPost(db.sql, '');
  await db.sql.query(`select app.enable_audit_cascade('blog.tb_post')`);
  expect(await rows(db.sql, 'select distinct session_user_name, created_at, mutation_id from app.audit_post')).toEqual([
    { session_user_name: null, created_at: null, mutation_id: null },
  ]);
});

test('cascades stored beside the rows are found by the entities they affected', async ({ db }) => {
  await createOlderPost(db.sql, shapes['with all cascade columns'] ?? '');
  await db.sql.query(`
    update app.audit_post set cascade_source = 'publish', cascade_timestamp = now(), cascade_entities = '{Post,User}',
      cascade_data = '{"updated": [{"__typename": "Post"}, {"__typename": "User"}], "deleted": [], "metadata": {"affectedCount": 2}}'
    where operation_type = 'UPDATE'`);
  await db.sql.query(`select app.enable_audit_cascade('blog.tb_post')`);
  const found = await rows(db.sql, `select * from app.get_mutations_affecting_entity('User', $1)`, [tenant]);
  expect(found).toMatchObject([
    { mutation_name: 'publish', primary_entity_id: post },
    { mutation_name: 'publish', primary_entity_id: post },
  ]);
  const history = 'select cascade_entities from app.get_post_audit_history_with_cascade($1, $2)';
  expect(await rows(db.sql, history, [post, tenant])).toEqual([
    { cascade_entities: ['Post', 'User'] },
    { cascade_entities: ['Post', 'User'] },
    { cascade_entities: null },
  ]);
  await db.sql.query(`select app.enable_audit_cascade('blog.tb_post')`);
  expect(await value(db.sql, 'select count(*)::int from app.mutation')).toBe(2);
});

test('an older table of a table without tenant takes its rows', async ({ db }) => {
  await db.sql.query(`
    create table public.tb_post (id uuid primary key default gen_random_uuid(), v text);
    create table app.audit_post (${phase1});
    select app.enable_audit_cascade('tb_post');
    insert into tb_post (v) values ('a');
    update tb_post set v = 'b';
    truncate tb_post`);
  expect(await replayed(db.sql, 'post')).toEqual([]);
  expect(await rows(db.sql, 'select distinct tenant_id from app.audit_post')).toEqual([{ tenant_id: null }]);
});

/** Tables of that name that cannot serve. */
const unfit: Record<string, [create: string, code: string, message: RegExp]> = {
  'is something else': ['create table app.audit_post (id integer)', '42P07', /is no audit table/],
  'is a view': [
    'create view app.audit_post as select 1 as audit_id, 2 as entity_id, 3 as operation_type, 4 as new_values',
    '42P07',
    /is no audit table/,
  ],
  'has ids of another type': [
    `create table app.audit_post (${phase1.replace('entity_id uuid', 'entity_id integer')})`,
    '42804',
    /entity_id/,
  ],
  'has a number as audit_id': [
    `create table app.audit_post (${phase1.replace('audit_id uuid primary key default gen_random_uuid()', 'audit_id bigserial')})`,
    '42804',
    /audit_id/,
  ],
  'has values of another type': [
    `create table app.audit_post (${phase1.replace('old_values jsonb', 'old_values json')})`,
    '42804',
    /old_values/,
  ],
  'needs a value that auditing does not have': [
    `create table app.audit_post (${phase1}, department text not null)`,
    '55000',
    /department/,
  ],
};

for (const [what, [create, code, message]] of Object.entries(unfit)) {
  test(`a table named like the audit table that ${what} is refused, and nothing changes`, async ({ db }) => {
    await db.sql.query(`create table public.tb_post (id uuid primary key, v text); ${create}`);
    const before = await rows(
      db.sql,
      `select attname, atttypid from pg_attribute where attrelid = 'app.audit_post'::regclass`,
    );
    await expect(db.sql.query(`select app.enable_audit_cascade('tb_post')`)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message) as string,
      hint: expect.stringContaining('p_entity') as string,
    });
    expect(
      await rows(db.sql, `select attname, atttypid from pg_attribute where attrelid = 'app.audit_post'::regclass`),
    ).toEqual(before);
    expect(await value(db.sql, 'select count(*)::int from app.audited_table')).toBe(0);
    await db.sql.query(
      `select app.enable_audit_cascade('tb_post', p_entity => 'article'); insert into tb_post values (gen_random_uuid())`,
    );
    expect(await story(db.sql, 'article')).toHaveLength(1);
  });
}

test('a column of its own that auditing does not fill is left alone', async ({ db }) => {
  await db.sql.query(`
    create table public.tb_post (id uuid primary key, v text);
    create table app.audit_post (${phase1}, department text not null default 'sales', number bigint generated always as identity);
    select app.enable_audit_cascade('tb_post');
    insert into tb_post values (gen_random_uuid())`);
  expect(await rows(db.sql, 'select department, number from app.audit_post')).toEqual([
    { department: 'sales', number: '1' },
  ]);
});

test.for([
  ['unique (entity_id)', 'app.audit_post_entity_id_key of app.audit_post would refuse a second audit row', 'Drop it'],
  ['primary key (entity_id, operation_type)', 'would refuse a second audit row of the same row', 'Drop it'],
  [
    'constraint of_post foreign key (entity_id) references blog.tb_post (id)',
    'foreign key of_post of app.audit_post stands in the way',
    'alter table app.audit_post drop constraint of_post',
  ],
  [
    'constraint of_post foreign key (pk) references blog.tb_post on delete cascade',
    'foreign key of_post of app.audit_post stands in the way',
    'alter table app.audit_post drop constraint of_post',
  ],
] as const)('an audit table with %s is refused, in either form', async ([constraint, message, hint], { db }) => {
  await db.sql.query(`
    create schema blog;
    create table blog.tb_post (pk integer primary key, id uuid not null unique default gen_random_uuid());
    create table app.audit_post (${phase1.replace(' primary key', '')}, pk integer, ${constraint})`);
  for (const storage of ['columns', 'embedded']) {
    await expect(
      db.sql.query(`select app.enable_audit_cascade('blog.tb_post', p_storage => '${storage}')`),
    ).rejects.toMatchObject({
      code: '55000',
      message: expect.stringContaining(message) as string,
      hint: expect.stringContaining(hint) as string,
    });
  }
});

test('unique keys and foreign keys that no audit row can offend stay', async ({ db }) => {
  await db.sql.query(`
    create schema blog;
    create table blog.tb_tenant (id uuid primary key); insert into blog.tb_tenant values ('${tenant}');
    create table blog.tb_post (id uuid primary key default gen_random_uuid(), v text, tenant_id uuid default '${tenant}');
    create table app.audit_post (${phase1.replace('tenant_id uuid not null', 'tenant_id uuid references blog.tb_tenant')},
      number integer generated always as identity unique, unique (entity_id, changed_at), unique (entity_id, audit_id));
    select app.enable_audit_cascade('blog.tb_post');
    insert into blog.tb_post (v) values ('a'); update blog.tb_post set v = 'b'; delete from blog.tb_post`);
  expect(await story(db.sql, 'post')).toHaveLength(3);
});
