import { expect } from 'vitest';
import type pg from 'pg';
import { test } from '../../../harness/fixture.js';
import { contents, replayed, story } from '../../../harness/trail.js';

/** A list has tasks, a task has notes and, perhaps, the task it waits for. */
async function createTasks(sql: pg.ClientBase, action: string): Promise<void> {
  await sql.query(`
    create table public.tb_list (id integer primary key, v text);
    create table public.tb_task (id integer primary key, v integer references public.tb_list ${action});
    create table public.tb_note (id integer primary key, v integer references public.tb_task ${action});
    select app.enable_audit_cascade(t) from unnest('{public.tb_list,public.tb_task,public.tb_note}'::regclass[]) t;
    insert into tb_list values (1, 'home'), (2, 'work');
    insert into tb_task values (10, 1), (11, 1), (20, 2);
    insert into tb_note values (100, 10), (200, 20)`);
}

const since = async (sql: pg.ClientBase, entity: string, inserts: number) =>
  (await story(sql, entity)).slice(inserts).sort();

test('ON DELETE CASCADE is audited on every level', async ({ db }) => {
  await createTasks(db.sql, 'on delete cascade');
  await db.sql.query('delete from tb_list where id = 1');
  expect(await since(db.sql, 'list', 2)).toEqual(['DELETE 1: home']);
  expect(await since(db.sql, 'task', 3)).toEqual(['DELETE 10: 1', 'DELETE 11: 1']);
  expect(await since(db.sql, 'note', 2)).toEqual(['DELETE 100: 10']);
});

test('ON UPDATE CASCADE is audited where the reference changes', async ({ db }) => {
  await createTasks(db.sql, 'on update cascade');
  await db.sql.query('update tb_list set id = 3 where id = 1');
  expect(await since(db.sql, 'list', 2)).toEqual(['DELETE 1: home', 'INSERT 3: home']);
  expect(await since(db.sql, 'task', 3)).toEqual(['UPDATE 10: 1 > 3', 'UPDATE 11: 1 > 3']);
  expect(await since(db.sql, 'note', 2)).toEqual([]);
});

test('ON DELETE SET NULL and SET DEFAULT are audited as updates', async ({ db }) => {
  await createTasks(db.sql, 'on delete set null');
  await db.sql.query(`
    create table public.tb_tag (id integer primary key, v integer default 2 references public.tb_list on delete set default);
    insert into tb_tag values (7, 1);
    select app.enable_audit_cascade('public.tb_tag');
    delete from tb_list where id = 1`);
  expect(await since(db.sql, 'task', 3)).toEqual(['UPDATE 10: 1 > null', 'UPDATE 11: 1 > null']);
  expect(await since(db.sql, 'tag', 0)).toEqual(['UPDATE 7: 1 > 2']);
});

test('a cascade between audited tables belongs to the transaction and mutation that caused it', async ({ db }) => {
  await createTasks(db.sql, 'on delete cascade');
  await db.sql.query(
    `begin; select app.begin_mutation('drop_list'); delete from tb_list where id = 1; select app.end_mutation(); commit`,
  );
  const { rows } = await db.sql.query(`
    select count(*)::int as changes, count(distinct transaction_id)::int as transactions, count(distinct mutation_id)::int as mutations
    from (select * from app.audit_list union all select * from app.audit_task union all select * from app.audit_note) a
    where operation_type = 'DELETE' and cascade_source = 'drop_list'`);
  expect(rows).toEqual([{ changes: 4, transactions: 1, mutations: 1 }]);
});

test('a table that refers to itself is audited in the order of its changes', async ({ db }) => {
  await db.sql.query(`
    create table public.tb_node (id integer primary key, v integer references public.tb_node on update cascade on delete cascade);
    select app.enable_audit_cascade('public.tb_node');
    insert into tb_node values (1, 1), (2, 1), (3, 2);
    update tb_node set id = 10 where id = 1;
    delete from tb_node where id = 2`);
  expect(await contents(db.sql, 'tb_node')).toEqual(['{"v": 10, "id": 10}']);
  expect(await replayed(db.sql, 'node')).toEqual(await contents(db.sql, 'tb_node'));
});

test('a cascade from an unaudited table is audited too', async ({ db }) => {
  await createTasks(db.sql, 'on delete cascade');
  await db.sql.query(`select app.disable_audit_cascade('tb_list'); delete from tb_list where id = 1`);
  expect(await since(db.sql, 'list', 2)).toEqual([]);
  expect(await since(db.sql, 'task', 3)).toEqual(['DELETE 10: 1', 'DELETE 11: 1']);
});

test('a row that two foreign keys change in one statement has a chain of both changes', async ({ db }) => {
  await db.sql.query(`
    create table public.tb_user (id integer primary key, v text);
    create table public.tb_post (
      id integer primary key, v text,
      author integer references public.tb_user on delete set null, editor integer references public.tb_user on delete set null);
    select app.enable_audit_cascade(t) from unnest('{public.tb_user,public.tb_post}'::regclass[]) t;
    insert into tb_user values (1, 'Ada'), (2, 'Bob'), (3, 'Eve');
    insert into tb_post values (10, 'a', 1, 1), (11, 'b', 1, 2), (12, 'c', 2, 3);
    delete from tb_user where id < 3`);
  expect(await replayed(db.sql, 'post')).toEqual(await contents(db.sql, 'tb_post'));
  expect((await story(db.sql, 'post', 'id')).slice(3).sort()).toEqual([
    'UPDATE 10: 10 > 10',
    'UPDATE 10: 10 > 10',
    'UPDATE 11: 11 > 11',
    'UPDATE 11: 11 > 11',
    'UPDATE 12: 12 > 12',
  ]);
});
