import type pg from 'pg';
import { expect } from 'vitest';
import { column, rows, transaction, value } from '../../harness/query.js';
import { test } from '../../harness/fixture.js';
import { unaccounted } from '../../harness/replay.js';

/** A blog whose triggers touch, count and add rows, as those of real schemas do. */
const blog = `
  create table public.tb_author (id integer generated always as identity primary key, name text unique, posts integer not null default 0,
    updated_at timestamptz);
  create table public.tb_post (id uuid primary key default gen_random_uuid(), pk_post integer generated always as identity,
    author integer not null references public.tb_author, title text, shout text generated always as (upper(title)) stored,
    reply_to uuid references public.tb_post);
  create table public.tb_comment (post uuid references public.tb_post on delete cascade, no integer, body text, primary key (post, no));
  create table public.tb_stats (post uuid primary key references public.tb_post, views integer default 0);
  create function public.touch() returns trigger language plpgsql as 'begin new.updated_at = clock_timestamp(); return new; end';
  create trigger touch before update on public.tb_author for each row execute function public.touch();
  create function public.count_posts() returns trigger language plpgsql as
    'begin update public.tb_author set posts = posts + case tg_op when ''INSERT'' then 1 else -1 end where id = coalesce(new.author, old.author);
     return null; end';
  create trigger count_posts after insert or delete on public.tb_post for each row execute function public.count_posts();
  create function public.add_stats() returns trigger language plpgsql as
    'begin insert into public.tb_stats values (new.id) on conflict do nothing; return null; end';
  create trigger add_stats after insert on public.tb_post for each row execute function public.add_stats();
  select app.enable_audit_cascade(t) from unnest('{tb_author,tb_post,tb_comment,tb_stats}'::regclass[]) t;
  insert into tb_author (name) values ('ann'), ('bob');
  insert into tb_post (id, author, title) values ('00000000-0000-0000-0000-000000000001', 1, 'first');
  insert into tb_comment values ('00000000-0000-0000-0000-000000000001', 1, 'hi'), ('00000000-0000-0000-0000-000000000001', 2, 'ho')`;

const tables = ['tb_author', 'tb_post', 'tb_comment', 'tb_stats'];

/** All rows of the blog but for what a touch trigger sets. */
async function state(sql: pg.ClientBase): Promise<unknown[]> {
  const selects = tables.map(
    (table) => `select '${table}' || (to_jsonb(t) - 'updated_at')::text as row from ${table} t`,
  );
  return column(sql, `select row from (${selects.join(' union all ')}) r order by row`);
}

/** Runs statements as one mutation and returns its id. */
async function mutation(sql: pg.ClientBase, statements: string, source = 'work'): Promise<unknown> {
  return transaction(sql, async () => {
    const id = await value(sql, 'select app.begin_mutation($1)', [source]);
    await sql.query(statements);
    await sql.query('select app.end_mutation()');
    return id;
  });
}

const post = `'00000000-0000-0000-0000-000000000001'`;

test.for([
  ['an insert', `insert into tb_author (name) values ('cid'), ('dan')`],
  ['an update', `update tb_author set name = name || '!'`],
  [
    'several updates of one row',
    `update tb_author set name = 'x' where id = 1; update tb_author set name = 'y' where id = 1`,
  ],
  [
    'an insert whose triggers count and add rows',
    `insert into tb_post (author, title) select 1, 'p' || i from generate_series(1, 3) i`,
  ],
  ['a delete with cascade, counters and identity columns', `delete from tb_stats; delete from tb_post`],
  [
    'a row inserted, updated and deleted',
    `insert into tb_author (name) values ('e'); update tb_author set name = 'f' where name = 'e'; delete from tb_author where name = 'f'`,
  ],
  [
    'rows of one table that refer to each other',
    `
    insert into tb_post (id, author, title, reply_to) values
      ('00000000-0000-0000-0000-000000000003', 2, 'reply', '00000000-0000-0000-0000-000000000002'),
      ('00000000-0000-0000-0000-000000000002', 2, 'second', ${post})`,
  ],
  [
    'a reference moved to a new row',
    `
    insert into tb_post (id, author, title) values ('00000000-0000-0000-0000-000000000004', 2, 'new');
    update tb_post set reply_to = '00000000-0000-0000-0000-000000000004' where id = ${post}`,
  ],
  [
    'a unique value handed on',
    `update tb_author set name = 'bob the first' where name = 'bob'; insert into tb_author (name) values ('bob')`,
  ],
  [
    'a unique value given to a row that replaced another',
    `delete from tb_author where name = 'bob'; insert into tb_author (name) values ('bob')`,
  ],
  ['a key that changed', `update tb_comment set no = 9 where no = 1`],
])('%s is taken back', async ([, statements = ''], { db: { sql } }) => {
  await sql.query(blog);
  const before = await state(sql);
  const id = await mutation(sql, statements);
  const after = await state(sql);
  await sql.query('select app.revert_mutation($1)', [id]);
  expect(await state(sql)).toEqual(before);
  for (const table of tables) expect(await unaccounted(sql, table)).toEqual([]);

  const [revert] = await column(
    sql,
    `select mutation_id from app.mutation where source = 'revert:work' and causation_id = $1`,
    [id],
  );
  await sql.query('select app.revert_mutation($1)', [revert]);
  expect(await state(sql)).toEqual(after);
});

test('taking back is a mutation of its own with a cascade', async ({ db: { sql } }) => {
  await sql.query(blog);
  const id = await mutation(
    sql,
    `update tb_author set name = 'x' where id = 1; insert into tb_author (name) values ('c')`,
    'rename',
  );
  const cascade = await value(sql, 'select app.revert_mutation($1)', [id]);
  expect(cascade).toMatchObject({
    updated: [{ __typename: 'Author', id: '1', operation: 'UPDATED', entity: { name: 'ann' } }],
    deleted: [{ __typename: 'Author', id: '3', operation: 'DELETED' }],
  });
  expect(
    await rows(sql, `select source, entities, causation_id from app.mutation where source like 'revert%'`),
  ).toEqual([{ source: 'revert:rename', entities: ['Author'], causation_id: id }]);
});

test('inside a running mutation it is part of that', async ({ db: { sql } }) => {
  await sql.query(blog);
  const id = await mutation(sql, `update tb_author set name = 'x' where id = 1`);
  await sql.query(`begin; select app.begin_mutation('undo'); update tb_author set name = 'z' where id = 2`);
  expect(await value(sql, 'select app.revert_mutation($1)', [id])).toBeNull();
  expect(await value(sql, `select jsonb_array_length(app.end_mutation() -> 'updated')`)).toBe(2);
  await sql.query('commit');
  expect(await column(sql, `select source from app.mutation where source <> 'work'`)).toEqual(['undo']);
});

test('the context is afterwards what it was before', async ({ db: { sql } }) => {
  await sql.query(blog);
  const tenant = '00000000-0000-0000-0000-00000000000a';
  const id = await transaction(sql, async () => {
    const begun = await value(sql, `select app.begin_mutation('work', p_tenant_id => $1)`, [tenant]);
    await sql.query(`update tb_author set name = 'x' where id = 1; select app.end_mutation()`);
    return begun;
  });
  await transaction(sql, async () => {
    await sql.query('select app.revert_mutation($1)', [id]);
    const left = `select concat(current_setting('app.tenant_id', true), current_setting('app.causation_id', true), current_setting('app.mutation_id', true))`;
    expect(await value(sql, left)).toBe('');
  });
  expect(await value(sql, `select tenant_id from app.mutation where source = 'revert:work'`)).toBe(tenant);
});

test('a whole transaction is taken back, DML outside any mutation included', async ({ db: { sql } }) => {
  await sql.query(blog);
  const before = await state(sql);
  const transactionId = await transaction(sql, async () => {
    await sql.query(`delete from tb_stats; delete from tb_post; update tb_author set name = 'oops'||id`);
    return value(sql, 'select pg_current_xact_id()::text');
  });
  await sql.query('select app.revert_transaction($1)', [transactionId]);
  expect(await state(sql)).toEqual(before);
});

test('only columns that changed are set back: ignored ones stay as they are now', async ({ db: { sql } }) => {
  await sql.query(`
    create table public.tb_item (id integer primary key, v text, seen integer default 0);
    select app.enable_audit_cascade('public.tb_item', p_ignore => '{seen}');
    insert into tb_item values (1, 'a'), (2, 'b')`);
  const id = await mutation(sql, `update tb_item set v = 'x', seen = 1 where id = 1; delete from tb_item where id = 2`);
  await sql.query('update tb_item set seen = 7');
  await sql.query('select app.revert_mutation($1)', [id]);
  expect(await rows(sql, 'select * from tb_item order by id')).toEqual([
    { id: 1, v: 'a', seen: 7 },
    { id: 2, v: 'b', seen: 0 },
  ]);
});

test('a column that came since keeps its value', async ({ db: { sql } }) => {
  await sql.query(`
    create table public.tb_item (id integer primary key, v text);
    select app.enable_audit_cascade('public.tb_item');
    insert into tb_item values (1, 'a'), (2, 'b')`);
  const id = await mutation(sql, `update tb_item set v = 'x' where id = 1; delete from tb_item where id = 2`);
  await sql.query('alter table tb_item add column n integer; alter table tb_item alter column n set default 5');
  await sql.query('select app.revert_mutation($1)', [id]);
  expect(await rows(sql, 'select * from tb_item order by id')).toEqual([
    { id: 1, v: 'a', n: null },
    { id: 2, v: 'b', n: 5 },
  ]);
});

test('partitioned, quoted and time-keyed tables, from a session that displays times otherwise', async ({
  db: { sql },
}) => {
  await sql.query(`
    create table public."Order ""Line""" ("At" timestamptz, "No" integer, "Kind" text, v interval, primary key ("At", "No", "Kind"))
      partition by list ("Kind");
    create table public.part_a partition of public."Order ""Line""" for values in ('a');
    create table public.part_b partition of public."Order ""Line""" for values in ('b');
    select app.enable_audit_cascade('public."Order ""Line"""', p_entity => 'line');
    insert into "Order ""Line""" values ('2024-01-01', 1, 'a', '1 hour'), ('2024-01-01', 2, 'b', '1 day')`);
  const before = await column(sql, `select t::text from "Order ""Line""" t order by 1`);
  const id = await mutation(
    sql,
    `update "Order ""Line""" set v = v * 2; update "Order ""Line""" set "Kind" = 'b' where "No" = 1;
     delete from "Order ""Line""" where "No" = 2; insert into "Order ""Line""" values (now(), 3, 'a', null)`,
  );
  await sql.query(`set timezone = 'Asia/Kolkata'; set intervalstyle = 'iso_8601'; set datestyle = 'SQL, DMY'`);
  await sql.query('select app.revert_mutation($1)', [id]);
  await sql.query('reset timezone; reset intervalstyle; reset datestyle');
  expect(await column(sql, `select t::text from "Order ""Line""" t order by 1`)).toEqual(before);
});
