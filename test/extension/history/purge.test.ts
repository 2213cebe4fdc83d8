import { expect } from 'vitest';
import { column, rows, value } from '../../harness/query.js';
import { findings } from '../../harness/healthFindings.js';
import { test } from '../../harness/fixture.js';
import { unaccounted } from '../../harness/replay.js';

const telling = (text: string) => expect.stringContaining(text) as unknown;

const items = `
  create table public.tb_item (id integer primary key, v text);
  create table public.tb_log (v text);
  create table public.moments (n integer, at timestamptz);
  select app.enable_audit_cascade('public.tb_item');
  select app.enable_audit_cascade('public.tb_log')`;

test('purging keeps what tells the state from then on, and refuses what was before', async ({ db: { sql } }) => {
  await sql.query(items);
  const states: string[][] = [];
  const state = `select i::text from app.get_table_as_of('tb_item', $1) i order by 1`;
  for (const [n, change] of [
    `insert into tb_item values (1, 'a'), (2, 'b'), (3, 'c')`,
    `truncate tb_item`,
    `insert into tb_item values (1, 'again'), (2, 'b'), (3, 'c')`,
    `update tb_item set v = v || '!'; delete from tb_item where id = 3`,
    `update tb_item set v = 'z' where id = 2; insert into tb_item values (3, 'back')`,
  ].entries()) {
    await sql.query(change);
    await sql.query('insert into moments values ($1, clock_timestamp())', [n]);
    states.push((await column(sql, 'select to_jsonb(t)::text from tb_item t order by 1')) as string[]);
  }
  const at = (n: number) => value(sql, 'select at::text from moments where n = $1', [n]);
  const before = await value(sql, 'select count(*)::int from app.audit_item');
  expect(before).toBe(13);
  expect(await value(sql, `select app.purge_audit('tb_item', at)::int from moments where n = 3`)).toBe(9);
  for (const n of [3, 4]) expect(await column(sql, state, [await at(n)])).toEqual(states[n]);
  for (const n of [0, 2]) {
    const refused = { code: '55000', message: telling('complete since'), hint: 'Ask for a later time.' };
    await expect(sql.query(state, [await at(n)])).rejects.toMatchObject(refused);
    await expect(sql.query(`select app.get_entity_as_of('tb_item', '1', $1)`, [await at(n)])).rejects.toMatchObject(
      refused,
    );
  }
  expect(await unaccounted(sql, 'tb_item')).toEqual([]);
  expect(await value(sql, `select app.purge_audit('tb_item', at)::int from moments where n = 2`)).toBe(0);
  expect(await column(sql, state, [await at(3)])).toEqual(states[3]);
  expect(await findings(sql)).toEqual([]);
  await expect(sql.query(`select app.purge_audit('tb_item', now() + interval '1 day')`)).rejects.toMatchObject({
    code: '22023',
  });
  await expect(sql.query(`select app.purge_audit('tb_item', null)`)).rejects.toMatchObject({ code: '22004' });
});

test('what is purged in part is not taken back in part', async ({ db: { sql } }) => {
  await sql.query(items);
  await sql.query(`insert into tb_item values (1, 'a'), (2, 'b')`);
  const transaction = await value(
    sql,
    `with change as (update tb_item set v = 'c' returning 1) select txid_current()::text from change limit 1`,
  );
  await sql.query(`update tb_item set v = 'd' where id = 1; update tb_item set v = 'c' where id = 1`);
  await sql.query(`select app.purge_audit('tb_item', clock_timestamp())`);
  await expect(sql.query('select app.revert_transaction($1)', [transaction])).rejects.toMatchObject({
    code: '55000',
    detail: telling('were removed'),
  });
});

test('rows removed otherwise, and those of a table without a key, are known', async ({ db: { sql } }) => {
  await sql.query(items);
  await sql.query(`insert into tb_item values (1, 'a'); insert into tb_log values ('x'), ('y'), ('x')`);
  await sql.query('delete from app.audit_item where false');
  expect(await findings(sql)).toEqual([]);
  await sql.query('delete from app.audit_item');
  expect(await value(sql, `select app.purge_audit('tb_log', clock_timestamp())::int`)).toBe(3);
  expect(await rows(sql, `select status, detail from app.health_check() where "check" = 'history'`)).toEqual([
    { status: 'warning', detail: telling('public.tb_item') },
    { status: 'warning', detail: telling('public.tb_log') },
  ]);
  for (const table of ['tb_item', 'tb_log']) {
    const asOf = `select i ->> 'v' as v from app.get_table_as_of('${table}') i order by 1`;
    await expect(sql.query(asOf)).rejects.toMatchObject({ code: '55000', hint: telling('write_audit_baseline') });
    await sql.query(`select app.write_audit_baseline('${table}')`);
    expect(await column(sql, asOf)).toEqual(await column(sql, `select v from ${table} order by 1`));
    await expect(sql.query(`select app.get_table_as_of('${table}', now() - interval '1 hour')`)).rejects.toMatchObject({
      code: '55000',
      message: telling('complete since'),
    });
  }
  expect(await findings(sql)).toEqual([]);
  await sql.query('truncate app.audit_log');
  expect(await findings(sql)).toHaveLength(1);
});

test('an administrator purges the history of its own tables, and nobody else removes a row', async ({ db }) => {
  await db.sql.query(items);
  const [administrator, reader] = [await db.createRole('administrator'), await db.createRole('reader')];
  await db.asAdmin(`create schema own authorization ${administrator}`);
  await db.sql.query(`select app.grant_administrator('${administrator}'), app.grant_reader('${reader}')`);
  const asAdministrator = await db.connect(administrator);
  await asAdministrator.query(`create table own.tb_note (id integer primary key);
    select app.enable_audit_cascade('own.tb_note'); insert into own.tb_note values (1); delete from own.tb_note`);
  await expect(asAdministrator.query('delete from app.audit_note')).rejects.toMatchObject({ code: '42501' });
  await expect(asAdministrator.query(`select app.purge_audit('public.tb_item', now())`)).rejects.toMatchObject({
    code: '42501',
    message: telling('not yours'),
  });
  await expect(asAdministrator.query(`select app.purge_rows('public.tb_item', now())`)).rejects.toMatchObject({
    code: '42501',
    message: telling('claimed'),
  });
  expect(await value(asAdministrator, `select app.purge_audit('own.tb_note', clock_timestamp())::int`)).toBe(2);
  const asReader = await db.connect(reader);
  await expect(asReader.query(`select app.purge_audit('own.tb_note', now())`)).rejects.toMatchObject({ code: '42501' });
  await db.sql.query(`select app.purge_audit(table_name, now()) from app.v_audited_tables where entity = 'note'`);
});
