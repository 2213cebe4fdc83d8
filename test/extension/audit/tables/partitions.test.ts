import { expect } from 'vitest';
import type pg from 'pg';
import { rows } from '../../../harness/query.js';
import { test } from '../../../harness/fixture.js';
import { contents, replayed, story } from '../../../harness/trail.js';

/** Sales of two years and others, by range of the day; the second year is partitioned once more. */
async function createSales(sql: pg.ClientBase): Promise<void> {
  await sql.query(`
    create table public.tb_sale (id integer, year integer, v text, primary key (id, year)) partition by range (year);
    create table public.sale_1 partition of public.tb_sale for values from (1) to (2);
    create table public.sale_2 partition of public.tb_sale for values from (2) to (3) partition by list (id);
    create table public.sale_2_all partition of public.sale_2 default;
    create table public.sale_rest partition of public.tb_sale default;
    select app.enable_audit_cascade('public.tb_sale', p_key_columns => '{id}')`);
}

test('changes through the parent and directly on a partition are audited once', async ({ db }) => {
  await createSales(db.sql);
  await db.sql.query(`
    insert into tb_sale values (1, 1, 'a'), (2, 2, 'b');
    insert into sale_1 values (3, 1, 'c');
    update sale_2_all set v = 'x';
    update tb_sale set v = 'y' where id = 3;
    delete from sale_2 where id = 2;
    delete from tb_sale where id = 1`);
  expect(await story(db.sql, 'sale')).toEqual([
    'INSERT 1: a',
    'INSERT 2: b',
    'INSERT 3: c',
    'UPDATE 2: b > x',
    'UPDATE 3: c > y',
    'DELETE 2: x',
    'DELETE 1: a',
  ]);
});

test('an UPDATE that moves a row to another partition is its end there and its beginning here', async ({ db }) => {
  await createSales(db.sql);
  await db.sql.query(
    `insert into tb_sale values (1, 1, 'a'), (2, 1, 'b'); update tb_sale set year = 2, v = 'moved' where id = 1`,
  );
  expect((await story(db.sql, 'sale')).slice(2)).toEqual(['DELETE 1: a', 'INSERT 1: moved']);
  expect(await replayed(db.sql, 'sale')).toEqual(await contents(db.sql, 'tb_sale'));
});

test('COPY, MERGE and ON CONFLICT reach the partitions', async ({ db }) => {
  await createSales(db.sql);
  await db.asAdmin(String.raw`copy public.tb_sale from program 'printf "1\t1\ta\n2\t2\tb\n"'`);
  await db.sql.query(`
    insert into tb_sale values (1, 1, 'x'), (9, 9, 'z') on conflict (id, year) do update set v = excluded.v;
    merge into tb_sale t using (values (2, 2), (9, 9)) s (id, year) on t.id = s.id and t.year = s.year
    when matched and t.id = 2 then delete when matched then update set v = 'merged'`);
  expect((await story(db.sql, 'sale')).sort()).toEqual([
    'DELETE 2: b',
    'INSERT 1: a',
    'INSERT 2: b',
    'INSERT 9: z',
    'UPDATE 1: a > x',
    'UPDATE 9: z > merged',
  ]);
});

test('partitions made or attached later are audited at once, and detached ones no longer', async ({ db }) => {
  await createSales(db.sql);
  await db.sql.query(`
    create table public.sale_3 partition of public.tb_sale for values from (3) to (4);
    create table public.sale_4 (id integer not null, year integer not null, v text);
    insert into sale_4 values (40, 4, 'before it was attached');
    alter table public.tb_sale attach partition public.sale_4 for values from (4) to (5);
    insert into tb_sale values (3, 3, 'a'), (4, 4, 'b');
    insert into sale_3 values (33, 3, 'c');
    insert into sale_4 values (44, 4, 'd');
    alter table public.tb_sale detach partition public.sale_4;
    insert into sale_4 values (45, 4, 'after it was detached')`);
  expect(await story(db.sql, 'sale')).toEqual(['INSERT 3: a', 'INSERT 4: b', 'INSERT 33: c', 'INSERT 44: d']);
});

test('TRUNCATE of one partition leaves a marker that names it; one made later is reported until enabled again', async ({
  db,
}) => {
  await createSales(db.sql);
  const markers = async () =>
    (await rows(db.sql, `select old_values ->> 'table' as name from app.audit_sale order by changed_at, audit_id`)).map(
      ({ name }) => name,
    );
  await db.sql.query('truncate sale_1; truncate sale_2_all');
  expect(await markers()).toEqual(['public.sale_1', 'public.sale_2_all']);
  await db.sql.query(
    'create table public.sale_3 partition of public.tb_sale for values from (3) to (4); truncate sale_3',
  );
  expect(await markers()).toHaveLength(2);
  const coverage = `select status, detail, hint from app.health_check() where "check" = 'coverage'`;
  expect(await rows(db.sql, coverage)).toEqual([
    {
      status: 'warning',
      detail: 'TRUNCATE of public.sale_3 alone leaves no marker',
      hint: `Run: select app.enable_audit_cascade('public.tb_sale').`,
    },
  ]);
  await db.sql.query(`select app.enable_audit_cascade('public.tb_sale'); truncate sale_3`);
  expect((await markers()).slice(2)).toEqual(['public.sale_3']);
  expect(await rows(db.sql, coverage)).toMatchObject([{ status: 'ok' }]);
});

test('TRUNCATE of the parent marks it, and each partition it emptied', async ({ db }) => {
  await createSales(db.sql);
  await db.sql.query(`insert into tb_sale values (1, 1, 'a'), (2, 2, 'b'); truncate tb_sale`);
  const marked = await rows(
    db.sql,
    `select old_values ->> 'table' as name from app.audit_sale where operation_type = 'TRUNCATE' order by 1`,
  );
  expect(marked.map(({ name }) => name)).toEqual([
    'public.sale_1',
    'public.sale_2',
    'public.sale_2_all',
    'public.sale_rest',
    'public.tb_sale',
  ]);
  expect(await replayed(db.sql, 'sale')).toEqual([]);
});

test('a partition whose audit trigger was switched off is reported', async ({ db }) => {
  await createSales(db.sql);
  await db.sql.query('alter table public.sale_1 disable trigger user');
  expect(
    await rows(db.sql, `select detail from app.health_check() where "check" = 'coverage' and status = 'error'`),
  ).toEqual([{ detail: 'public.sale_1 belongs to audited public.tb_sale but has no audit triggers' }]);
});

test('disabling takes the triggers off every partition', async ({ db }) => {
  await createSales(db.sql);
  await db.sql.query(`
    select app.disable_audit_cascade('public.tb_sale');
    insert into tb_sale values (1, 1, 'a'); truncate sale_1; truncate tb_sale`);
  expect(await story(db.sql, 'sale')).toEqual([]);
  expect(await rows(db.sql, `select tgname from pg_trigger where tgname ~ 'audit_trigger'`)).toEqual([]);
});
