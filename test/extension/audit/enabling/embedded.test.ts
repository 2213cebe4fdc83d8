import { expect } from 'vitest';
import type pg from 'pg';
import { rows, transaction, value } from '../../../harness/query.js';
import { test } from '../../../harness/fixture.js';
import { author, createOlderPost, phase1, post, tenant } from '../../../harness/olderShapes.js';
import { contents, replayed, story, trail } from '../../../harness/trail.js';

const definition = `
  select 'column' as kind, attname || format_type(atttypid, atttypmod) || attnotnull as what from pg_attribute
  where attrelid = 'app.audit_post'::regclass and attnum > 0
  union all select 'constraint', pg_get_constraintdef(oid) from pg_constraint where conrelid = 'app.audit_post'::regclass
  union all select 'index', pg_get_indexdef(indexrelid) from pg_index where indrelid = 'app.audit_post'::regclass
  union all select 'default', pg_get_expr(adbin, adrelid) from pg_attrdef where adrelid = 'app.audit_post'::regclass
  union all select 'row security', relrowsecurity::text from pg_class where oid = 'app.audit_post'::regclass
  order by 1, 2`;

/** Posts with an audit table of the older shape that stays as it is. */
async function createEmbedded(sql: pg.ClientBase): Promise<void> {
  await createOlderPost(sql, '');
  await sql.query(`select app.enable_audit_cascade('blog.tb_post', p_storage => 'embedded')`);
}

const history = (sql: pg.ClientBase, affected: string | null = null) =>
  rows(
    sql,
    `select operation_type, cascade_source, cascade_entities, affected_entity_count
     from app.get_post_audit_history_with_cascade($1, $2, p_affected_entity => $3)`,
    [post, tenant, affected],
  );

test('an audit table of the embedded form is not altered', async ({ db }) => {
  await createOlderPost(db.sql, '');
  const before = await rows(db.sql, definition);
  const data = await contents(db.sql, 'app.audit_post');
  await db.sql.query(`
    select app.enable_audit_cascade('blog.tb_post', p_storage => 'embedded');
    select app.enable_audit_cascade('blog.tb_post')`);
  expect(await rows(db.sql, definition)).toEqual(before);
  expect(await contents(db.sql, 'app.audit_post')).toEqual(data);
});

test('a collected cascade is read through the history functions and views, also of a deletion', async ({ db }) => {
  await createEmbedded(db.sql);
  for (const [source, change] of [
    ['retitle', `update blog.tb_post set title = 'd'`],
    ['remove', 'delete from blog.tb_post'],
  ] as const) {
    const cascade = await transaction(db.sql, async () => {
      await db.sql.query('select app.begin_mutation($1, $2)', [source, tenant]);
      await db.sql.query(change);
      return await value(db.sql, 'select app.end_mutation()');
    });
    expect(JSON.stringify(cascade)).not.toContain('_mutation');
  }
  const affected = { cascade_entities: ['Post'], affected_entity_count: 1 };
  const none = { cascade_source: null, cascade_entities: null, affected_entity_count: 0 };
  expect(await history(db.sql)).toEqual([
    { operation_type: 'DELETE', cascade_source: 'remove', ...affected },
    { operation_type: 'UPDATE', cascade_source: 'retitle', ...affected },
    { operation_type: 'UPDATE', ...none },
    { operation_type: 'UPDATE', ...none },
    { operation_type: 'INSERT', ...none },
  ]);
  expect(await history(db.sql, 'Post')).toHaveLength(2);
  expect(await rows(db.sql, 'select mutation_name, total_affected from app.v_post_cascade_audit')).toEqual([
    { mutation_name: 'remove', total_affected: 1 },
    { mutation_name: 'retitle', total_affected: 1 },
  ]);
  expect(
    await rows(db.sql, `select mutation_name from app.get_mutations_affecting_entity('Post', $1)`, [tenant]),
  ).toEqual([{ mutation_name: 'remove' }, { mutation_name: 'retitle' }]);
});

test('a given cascade is stored under new_values._cascade, also of a deletion', async ({ db }) => {
  await createEmbedded(db.sql);
  const cascade = {
    updated: [{ __typename: 'Post', id: post, operation: 'UPDATED' }],
    deleted: [],
    metadata: { affectedCount: 1 },
  };
  for (const change of [`update blog.tb_post set title = 'd'`, 'delete from blog.tb_post']) {
    await transaction(db.sql, async () => {
      await db.sql.query(
        `select set_config('app.cascade_data', $1, true), set_config('app.cascade_source', 'given', true)`,
        [JSON.stringify(cascade)],
      );
      await db.sql.query(change);
    });
  }
  const [update, deletion] = (await trail(db.sql, 'post')).slice(-2);
  expect([update?.new?._cascade, deletion?.new?._cascade]).toEqual([cascade, cascade]);
  expect(update?.new).toMatchObject({ title: 'd' });
  expect(Object.keys(deletion?.new ?? {}).sort()).toEqual(['_cascade', '_mutation']);
  expect(await history(db.sql, 'Post')).toEqual([
    { operation_type: 'DELETE', cascade_source: 'given', cascade_entities: ['Post'], affected_entity_count: 1 },
    { operation_type: 'UPDATE', cascade_source: 'given', cascade_entities: ['Post'], affected_entity_count: 1 },
  ]);
});

test('plain DML stores the images and nothing else', async ({ db }) => {
  await createEmbedded(db.sql);
  await db.sql.query(`update blog.tb_post set title = 'd'; delete from blog.tb_post`);
  const [update, deletion] = (await trail(db.sql, 'post')).slice(-2);
  expect(Object.keys(update?.new ?? {}).sort()).toEqual(['id', 'pk_post', 'tenant_id', 'title', 'updated_by']);
  expect(deletion?.new).toBeNull();
});

test('TRUNCATE is a DELETE of each row, which the older CHECK and NOT NULL take', async ({ db }) => {
  await createEmbedded(db.sql);
  await db.sql.query(`
    insert into blog.tb_post (title, tenant_id) values ('x', '${tenant}');
    alter table blog.tb_post rename to tb_article`);
  const cascade = await transaction(db.sql, async () => {
    await db.sql.query(`select app.begin_mutation('empty_it'); truncate blog.tb_article`);
    return await value(db.sql, 'select app.end_mutation()');
  });
  expect(cascade).toMatchObject({ deleted: [{ operation: 'DELETED' }, { operation: 'DELETED' }] });
  expect((await story(db.sql, 'post', 'title')).slice(-2).map((line) => line.replace(/ .*:/, ''))).toEqual([
    expect.stringMatching(/^DELETE [cx]/) as string,
    expect.stringMatching(/^DELETE [cx]/) as string,
  ]);
});

test('a TRUNCATE of partitions and children is a DELETE of the rows of each', async ({ db }) => {
  await db.sql.query(`
    create table public.tb_post (id uuid default gen_random_uuid(), v text) partition by list (v);
    create table public.post_a partition of public.tb_post for values in ('a');
    create table public.post_rest partition of public.tb_post default;
    create table app.audit_post (${phase1});
    select app.enable_audit_cascade('tb_post', p_storage => 'embedded');
    insert into tb_post (v) values ('a'), ('b'), ('c');
    truncate post_a;
    truncate tb_post`);
  expect(await replayed(db.sql, 'post')).toEqual([]);
  expect(await story(db.sql, 'post')).toHaveLength(6);
});

test('a missing tenant, key or author does not fail an audit table that wants one', async ({ db }) => {
  await db.sql.query(`
    create table public.tb_post (id uuid primary key default gen_random_uuid(), v text);
    create table app.audit_post (
      audit_id uuid primary key, entity_id uuid not null, tenant_id uuid not null, operation_type text not null, changed_by uuid not null,
      changed_at timestamptz not null, old_values jsonb not null, new_values jsonb not null, change_reason text not null,
      transaction_id bigint not null, application_name text not null, client_addr inet not null);
    select app.enable_audit_cascade('tb_post', p_storage => 'embedded');
    insert into tb_post (v) values ('a');
    alter table tb_post rename id to number;
    update tb_post set v = 'b';
    delete from tb_post`);
  const nobody = '00000000-0000-0000-0000-000000000000';
  const last = await rows(
    db.sql,
    `select * from app.audit_post where operation_type = 'DELETE' order by changed_at desc limit 1`,
  );
  expect(last).toMatchObject([
    { entity_id: nobody, tenant_id: nobody, changed_by: nobody, new_values: {}, change_reason: '' },
  ]);
});

test('what an audit table of the embedded form has no column for is read as null', async ({ db }) => {
  await db.sql.query(`
    create table public.tb_post (id uuid primary key, v text);
    create table public.tb_other (id uuid primary key);
    create table app.audit_post (
      audit_id uuid, entity_id text, operation_type text, old_values jsonb, new_values jsonb not null, changed_at timestamptz,
      transaction_id bigint);
    select app.enable_audit_cascade('tb_post', p_storage => 'embedded'), app.enable_audit_cascade('tb_other')`);
  await transaction(db.sql, async () => {
    await db.sql.query(`
      select app.begin_mutation('create_post', p_user_id => '${author}');
      insert into tb_post values ('${post}', 'a'); insert into tb_other values ('${post}');
      select app.end_mutation()`);
  });
  const unknown = { operation_type: 'INSERT', changed_by: null, change_reason: null };
  expect(await rows(db.sql, `select * from app.get_post_audit_history('${post}')`)).toMatchObject([unknown]);
  expect(await rows(db.sql, `select * from app.get_post_audit_history('${post}', '${tenant}')`)).toEqual([]);
  expect(await rows(db.sql, `select * from app.get_post_audit_history_with_cascade('${post}')`)).toMatchObject([
    { ...unknown, cascade_source: 'create_post', cascade_entities: ['Other', 'Post'] },
  ]);
  const changes = 'select c.* from app.mutation m, app.get_transaction_changes(m.transaction_id) c';
  expect(await rows(db.sql, changes)).toMatchObject([
    { typename: 'Post', changed_by: null },
    { typename: 'Other', changed_by: author },
  ]);
});

test('a composite key is text where the audit table has no jsonb for it', async ({ db }) => {
  await db.sql.query(`
    create table public.tb_post (a integer, b text, v text, primary key (a, b));
    create table app.audit_post (${phase1.replace('entity_id uuid', 'entity_id text')});
    select app.enable_audit_cascade('tb_post', p_storage => 'embedded');
    insert into tb_post values (1, 'x', 'a')`);
  expect(await story(db.sql, 'post')).toEqual(['INSERT {"a": 1, "b": "x"}: a']);
});

test('the embedded form needs an audit table that is there, and stays what it is', async ({ db }) => {
  await db.sql.query('create table public.tb_post (id uuid primary key)');
  await expect(
    db.sql.query(`select app.enable_audit_cascade('tb_post', p_storage => 'embedded')`),
  ).rejects.toMatchObject({
    code: '42P01',
    hint: expect.stringContaining('leave p_storage out') as string,
  });
  await db.sql.query(
    `create table app.audit_post (${phase1}); select app.enable_audit_cascade('tb_post', p_storage => 'embedded')`,
  );
  await expect(
    db.sql.query(`select app.enable_audit_cascade('tb_post', p_storage => 'columns')`),
  ).rejects.toMatchObject({
    code: '22023',
    hint: expect.stringContaining('p_drop_history') as string,
  });
});

test('a column of the table that is named as what the embedded form stores is refused, or left out', async ({ db }) => {
  for (const name of ['_cascade', '_mutation']) {
    await db.sql.query(`
      create table public.tb_post (id uuid primary key default gen_random_uuid(), ${name} text);
      create table if not exists app.audit_post (${phase1.replace('tenant_id uuid not null', 'tenant_id uuid')})`);
    await expect(
      db.sql.query(`select app.enable_audit_cascade('tb_post', p_storage => 'embedded')`),
    ).rejects.toMatchObject({
      code: '42701',
      message: `p_table public.tb_post has a column ${name}, where the embedded form keeps its own`,
      hint: expect.stringContaining(`p_exclude => '{${name}}'`) as string,
    });
    await db.sql.query(`
      select app.enable_audit_cascade('tb_post', p_storage => 'embedded', p_exclude => '{${name}}');
      insert into tb_post (${name}) values ('x');
      select app.disable_audit_cascade('tb_post', true);
      drop table tb_post`);
  }
});
