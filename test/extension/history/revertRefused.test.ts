import type pg from 'pg';
import { expect } from 'vitest';
import { column, transaction, value } from '../../harness/query.js';
import { test } from '../../harness/fixture.js';

const items = `
  create table public.tb_item (id integer primary key, v text, w text);
  select app.enable_audit_cascade('public.tb_item');
  insert into tb_item values (1, 'a', 'x'), (2, 'b', 'y')`;

async function mutation(sql: pg.ClientBase, statements: string): Promise<unknown> {
  return transaction(sql, async () => {
    const id = await value(sql, `select app.begin_mutation('work')`);
    await sql.query(statements);
    await sql.query('select app.end_mutation()');
    return id;
  });
}

/** Expects that taking the mutation back fails with this error and changes nothing. */
async function expectRefused(sql: pg.ClientBase, id: unknown, error: object): Promise<void> {
  const everything = `select (select count(*) from app.mutation) || (select coalesce(string_agg(t::text, '' order by t.*), '') from tb_item t)`;
  const before = await value(sql, everything);
  await expect(sql.query('select app.revert_mutation($1)', [id])).rejects.toMatchObject(error);
  expect(await value(sql, everything)).toBe(before);
}

const telling = (text: string) => expect.stringContaining(text) as unknown;

test.for([
  [
    'a column changed since',
    `update tb_item set v = 'x'`,
    `update tb_item set v = 'z' where id = 1`,
    '"id": 1',
    'v changed',
  ],
  [
    'another column of the row changed since',
    `update tb_item set v = 'x'`,
    `update tb_item set w = 'z' where id = 2`,
    '"id": 2',
    'w changed',
  ],
  [
    'an inserted row that was changed since',
    `insert into tb_item values (3)`,
    `update tb_item set v = 'z' where id = 3`,
    '"id": 3',
    'v changed',
  ],
  [
    'a changed row that was deleted since',
    `update tb_item set v = 'x'`,
    `delete from tb_item where id = 2`,
    '"id": 2',
    'deleted',
  ],
  [
    'a deleted row whose key is taken again',
    `delete from tb_item where id = 1`,
    `insert into tb_item values (1)`,
    '"id": 1',
    'again',
  ],
])('%s is named', async ([, change = '', since = '', row = '', reason = ''], { db: { sql } }) => {
  await sql.query(items);
  const id = await mutation(sql, change);
  await sql.query(since);
  await expectRefused(sql, id, {
    code: '55000',
    message: telling(row),
    detail: telling(reason),
    hint: telling('Nothing was changed'),
  });
});

test('a change that another transaction commits meanwhile is seen', async ({ db }) => {
  await db.sql.query(items);
  const id = await mutation(db.sql, `update tb_item set v = 'x'`);
  const other = await db.connect();
  await other.query(`begin; update tb_item set v = 'z' where id = 1`);
  const refused = expect(db.sql.query('select app.revert_mutation($1)', [id])).rejects.toMatchObject({
    code: '55000',
    detail: telling('v changed'),
  });
  await other.query('commit');
  await refused;
});

test('it is not taken back twice', async ({ db: { sql } }) => {
  await sql.query(items);
  const id = await mutation(sql, `update tb_item set v = 'x'`);
  await sql.query('select app.revert_mutation($1)', [id]);
  await expectRefused(sql, id, { code: '55000', detail: telling('v changed') });
});

test.for([
  ['a truncated table', items, 'truncate tb_item', 'truncated'],
  [
    'an excluded column',
    `${items}; select app.enable_audit_cascade('tb_item', p_exclude => '{w}')`,
    `update tb_item set v = 'q'`,
    'lack the values of w',
  ],
  [
    'a redacted column',
    `${items}; select app.enable_audit_cascade('tb_item', p_redact => '{w}')`,
    `update tb_item set v = 'q'`,
    'lack the values of w',
  ],
  [
    'a table without a key',
    `create table public.tb_item (v text); select app.enable_audit_cascade('public.tb_item')`,
    `insert into tb_item values ('a')`,
    'no unique key',
  ],
])('%s is refused', async ([, setup = '', change = '', reason = ''], { db: { sql } }) => {
  await sql.query(setup);
  const id = await mutation(sql, change);
  await expectRefused(sql, id, { code: '55000', message: telling('tb_item'), detail: telling(reason) });
});

test.for([
  ['whose auditing is off', `select app.disable_audit_cascade('tb_item')`, 'is off'],
  ['whose column is gone', 'alter table tb_item drop column w', 'column w is no longer there'],
  ['whose audit rows are gone', 'delete from app.audit_item', 'audit rows are gone'],
])('a table %s is refused', async ([, since = '', reason = ''], { db: { sql } }) => {
  await sql.query(items);
  const id = await mutation(sql, `delete from tb_item`);
  await sql.query(since);
  await expectRefused(sql, id, { code: '55000', detail: telling(reason) });
});

test('a dropped table is refused', async ({ db: { sql } }) => {
  await sql.query(items);
  const id = await mutation(sql, `delete from tb_item`);
  await sql.query('drop table tb_item');
  await expect(sql.query('select app.revert_mutation($1)', [id])).rejects.toMatchObject({
    code: '55000',
    detail: 'It was dropped.',
  });
});

test('rows that a foreign key would take along are not lost', async ({ db: { sql } }) => {
  await sql.query(`${items};
    create table public.tb_part (id integer primary key, item integer references public.tb_item on delete cascade);
    select app.enable_audit_cascade('public.tb_part')`);
  const id = await mutation(sql, `insert into tb_item values (3)`);
  await sql.query('insert into tb_part values (1, 3)');
  await expectRefused(sql, id, {
    code: '55000',
    message: telling('row {"id": 1} of public.tb_part'),
    detail: telling('foreign key'),
  });
  expect(await column(sql, 'select id from tb_part')).toEqual([1]);
});

test('a constraint that no longer allows the former state keeps its own error', async ({ db: { sql } }) => {
  await sql.query(`${items}; create unique index on tb_item (v)`);
  const id = await mutation(sql, `update tb_item set v = 'free' where id = 1`);
  await sql.query(`insert into tb_item values (3, 'a')`);
  await expectRefused(sql, id, { code: '23505' });
});

test('a trigger that makes a row which is to come back collides with it', async ({ db: { sql } }) => {
  await sql.query(`${items};
    create table public.tb_part (item integer primary key references public.tb_item on delete cascade, note text);
    create function public.add_part() returns trigger language plpgsql as
      'begin insert into public.tb_part values (new.id, ''new''); return null; end';
    create trigger add_part after insert on public.tb_item for each row execute function public.add_part();
    select app.enable_audit_cascade('public.tb_part');
    insert into tb_item values (3)`);
  const id = await mutation(sql, 'delete from tb_item where id = 3');
  await expectRefused(sql, id, { code: '23505' });
});

test('a trigger that keeps a row from being what it was is told', async ({ db: { sql } }) => {
  await sql.query(items);
  const id = await mutation(sql, `insert into tb_item values (3)`);
  await sql.query(`
    create function public.keep() returns trigger language plpgsql as 'begin return null; end';
    create trigger keep before delete on public.tb_item for each row execute function public.keep()`);
  await expectRefused(sql, id, { code: '55000', message: telling('{"id": 3}'), detail: telling('trigger') });
});

test('there must be such a mutation or transaction', async ({ db: { sql } }) => {
  await sql.query(items);
  for (const call of [
    'app.revert_mutation(null)',
    'app.revert_mutation(gen_random_uuid())',
    'app.revert_transaction(null)',
    'app.revert_transaction(-1)',
  ]) {
    await expect(sql.query(`select ${call}`)).rejects.toMatchObject({ code: '42704', hint: telling('app.mutation') });
  }
  await sql.query('begin');
  const running = await value(sql, `select app.begin_mutation('work')`);
  await expect(sql.query('select app.revert_mutation($1)', [running])).rejects.toMatchObject({ code: '42704' });
  await sql.query('rollback');
});

test('an administrator takes back what it may change; who sees one tenant only does not', async ({ db }) => {
  await db.sql.query(items);
  const id = await mutation(db.sql, `update tb_item set v = 'x'`);
  const [administrator, reader] = [await db.createRole('administrator'), await db.createRole('reader')];
  await db.sql.query(`
    select app.grant_administrator('${administrator}'), app.grant_reader('${reader}');
    grant select, update on tb_item to "${reader}"`);
  const asReader = await db.connect(reader);
  await expect(asReader.query('select app.revert_mutation($1)', [id])).rejects.toMatchObject({ code: '42501' });
  const functions = await column(
    db.sql,
    `select oid::regprocedure from pg_proc where pronamespace = 'app'::regnamespace and has_function_privilege('specql_owner', oid, 'execute')`,
  );
  await db.sql.query(`grant execute on function ${functions.join(', ')} to "${reader}"`);
  await expect(asReader.query('select app.revert_mutation($1)', [id])).rejects.toMatchObject({
    code: '42501',
    message: telling('may not read all audit rows'),
  });
  const asAdministrator = await db.connect(administrator);
  await expect(asAdministrator.query('select app.revert_mutation($1)', [id])).rejects.toMatchObject({
    code: '42501',
    message: telling('tb_item'),
  });
  await db.sql.query(`grant select, update on tb_item to "${administrator}"`);
  await asAdministrator.query('select app.revert_mutation($1)', [id]);
  expect(await column(db.sql, 'select v from tb_item order by id')).toEqual(['a', 'b']);
});
