import { expect } from 'vitest';
import { value } from '../../../harness/query.js';
import { test, type DatabaseFixture } from '../../../harness/fixture.js';
import { contents, replayed, story, trail } from '../../../harness/trail.js';

async function createItems({ sql }: DatabaseFixture): Promise<void> {
  await sql.query(`
    create table public.tb_item (id integer primary key, v text);
    select app.enable_audit_cascade('public.tb_item')`);
}

test('an insert, an update and a delete each leave a row with the images before and after', async ({ db }) => {
  await createItems(db);
  await db.sql.query(`insert into tb_item values (1, 'a'); update tb_item set v = 'b'; delete from tb_item`);
  expect(await trail(db.sql, 'item')).toEqual([
    { op: 'INSERT', id: 1, old: null, new: { id: 1, v: 'a' } },
    { op: 'UPDATE', id: 1, old: { id: 1, v: 'a' }, new: { id: 1, v: 'b' } },
    { op: 'DELETE', id: 1, old: { id: 1, v: 'b' }, new: null },
  ]);
});

test('TRUNCATE leaves one marker that names the table', async ({ db }) => {
  await createItems(db);
  await db.sql.query(`insert into tb_item values (1, 'a'), (2, 'b'); truncate tb_item`);
  const [, , marker, ...more] = await trail(db.sql, 'item');
  expect(marker).toEqual({ op: 'TRUNCATE', id: null, old: { table: 'public.tb_item' }, new: null });
  expect(more).toEqual([]);
  expect(await replayed(db.sql, 'item')).toEqual([]);
});

test('TRUNCATE CASCADE marks every audited table it empties', async ({ db }) => {
  await createItems(db);
  await db.sql.query(`
    create table public.tb_part (id integer primary key, item integer references public.tb_item);
    select app.enable_audit_cascade('public.tb_part');
    truncate tb_item cascade`);
  expect(await story(db.sql, 'part')).toEqual(['TRUNCATE null: undefined']);
  expect(await story(db.sql, 'item')).toEqual(['TRUNCATE null: undefined']);
});

test('a statement that changes no row leaves no audit row', async ({ db }) => {
  await createItems(db);
  await db.sql.query(`insert into tb_item select 1, 'a' where false; update tb_item set v = 'b'; delete from tb_item`);
  expect(await trail(db.sql, 'item')).toEqual([]);
});

test('COPY is audited row by row', async ({ db }) => {
  await createItems(db);
  await db.asAdmin(String.raw`copy public.tb_item from program 'printf "1\ta\n2\tb\n"'`);
  expect(await story(db.sql, 'item')).toEqual(['INSERT 1: a', 'INSERT 2: b']);
});

test('MERGE is audited by what it did to each row', async ({ db }) => {
  await createItems(db);
  await db.sql.query(`
    insert into tb_item values (1, 'a'), (2, 'b'), (3, 'c');
    merge into tb_item t using (values (1, 'x'), (2, null), (3, 'c'), (4, 'd')) s (id, v) on t.id = s.id
    when matched and s.v is null then delete
    when matched and t.v <> s.v then update set v = s.v
    when matched then do nothing
    when not matched then insert values (s.id, s.v)`);
  expect((await story(db.sql, 'item')).slice(3).sort()).toEqual(['DELETE 2: b', 'INSERT 4: d', 'UPDATE 1: a > x']);
});

test('ON CONFLICT is audited by what it did: inserted, updated, nothing', async ({ db }) => {
  await createItems(db);
  await db.sql.query(`
    insert into tb_item values (1, 'a');
    insert into tb_item values (1, 'x'), (2, 'y') on conflict (id) do update set v = excluded.v;
    insert into tb_item values (1, 'lost'), (3, 'z') on conflict do nothing`);
  expect((await story(db.sql, 'item')).sort()).toEqual([
    'INSERT 1: a',
    'INSERT 2: y',
    'INSERT 3: z',
    'UPDATE 1: a > x',
  ]);
});

test('INSERT ... SELECT and several changes in one WITH are all audited', async ({ db }) => {
  await createItems(db);
  await db.sql.query(`
    insert into tb_item select i, 'a' || i from generate_series(1, 4) i;
    with gone as (delete from tb_item where id = 1 returning v),
      one as (update tb_item set v = 'one' where id = 2),
      other as (update tb_item set v = 'other' where id = 3)
    insert into tb_item select 5, v from gone`);
  expect((await story(db.sql, 'item')).slice(4).sort()).toEqual([
    'DELETE 1: a1',
    'INSERT 5: a1',
    'UPDATE 2: a2 > one',
    'UPDATE 3: a3 > other',
  ]);
  expect(await replayed(db.sql, 'item')).toEqual(await contents(db.sql, 'tb_item'));
});

test('what is rolled back leaves nothing', async ({ db }) => {
  await createItems(db);
  await db.sql.query(`begin; insert into tb_item values (1, 'a'); truncate tb_item; rollback`);
  await db.sql.query(`
    begin;
    insert into tb_item values (1, 'a');
    savepoint s; update tb_item set v = 'lost'; rollback to s;
    update tb_item set v = 'b';
    do $$ begin delete from tb_item; raise exception 'no'; exception when others then null; end $$;
    commit`);
  expect(await story(db.sql, 'item')).toEqual(['INSERT 1: a', 'UPDATE 1: a > b']);
});

test('a statement that fails leaves nothing, even when some of its rows were good', async ({ db }) => {
  await createItems(db);
  await expect(db.sql.query(`insert into tb_item values (1, 'a'), (1, 'b')`)).rejects.toThrow('duplicate key');
  expect(await value(db.sql, 'select count(*)::int from app.audit_item')).toBe(0);
});
