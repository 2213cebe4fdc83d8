import { expect } from 'vitest';
import { column, value } from '../../harness/query.js';
import { findings } from '../../harness/healthFindings.js';
import { test } from '../../harness/fixture.js';
import { unaccounted } from '../../harness/replay.js';

test('rows of one entity before and after its key was renamed are of one entity', async ({ db: { sql } }) => {
  await sql.query(`
    create table public.tb_item (id integer primary key, v text);
    create table public.tb_uuid (id uuid primary key, v text);
    create table public.tb_line (order_id integer, line integer, v text, primary key (order_id, line));
    create table public.tb_part (id integer primary key, v text) partition by range (id);
    create table public.tb_part_1 partition of public.tb_part default;
    select app.enable_audit_cascade(t) from unnest('{tb_item,tb_uuid,tb_line,tb_part}'::regclass[]) t`);
  for (const [table, key, now, ids] of [
    ['tb_item', 'id', 'number', ['1', '2', '3', '4']],
    ['tb_uuid', 'id', 'uid', [1, 2, 3, 4].map((n) => `00000000-0000-4000-8000-00000000000${n}`)],
    ['tb_line', 'order_id', 'ord', ['1, 1', '1, 2', '2, 1', '2, 2']],
    ['tb_part', 'id', 'number', ['1', '2', '3', '4']],
  ] as const) {
    const values = ids.map((id) => (table === 'tb_uuid' ? `'${id}'` : id));
    const row = (n: number) =>
      table === 'tb_line' ? `(${now}, line) = (${values[n] ?? ''})` : `${now} = ${values[n] ?? ''}`;
    await sql.query(`
      insert into ${table} values ${values.map((id) => `(${id}, 'a')`).join(', ')};
      create table public.moment_${table} as select clock_timestamp() as at;
      alter table ${table} rename ${key} to ${now};
      update ${table} set v = 'gap' where ${row(1)};
      delete from ${table} where ${row(2)};
      select app.enable_audit_cascade('${table}');
      update ${table} set v = 'b' where ${row(0)} or ${row(1)}`);
    const asOf = `select i ->> 'v' from app.get_table_as_of('${table}', $1) i order by 1`;
    expect(await column(sql, asOf, ['infinity']), table).toEqual(['a', 'b', 'b']);
    expect(await column(sql, asOf, [await value(sql, `select at::text from moment_${table}`)])).toEqual([
      'a',
      'a',
      'a',
      'a',
    ]);
    expect(await value(sql, `select count(*)::int from app.audit_${table.slice(3)} where entity_id is null`)).toBe(0);
    // What happens unseen is written down once, also of a row whose last image has the former name.
    await sql.query(`alter table ${table} disable trigger user; delete from ${table} where ${row(3)};
      alter table ${table} enable trigger user`);
    await sql.query(`select app.write_audit_baseline('${table}')`);
    expect(await unaccounted(sql, table)).toEqual([]);
    expect(await value(sql, `select app.write_audit_baseline('${table}')::int`)).toBe(0);
  }
  expect(await findings(sql)).toEqual([]);
});

test('an entity is found however its key is spelled', async ({ db: { sql } }) => {
  const uuid = 'abcdefab-0000-4000-8000-000000000001';
  await sql.query(`
    create type public.colour as enum ('red');
    create table public.tb_uuid (id uuid primary key, v text); insert into tb_uuid values ('${uuid}', 'u');
    create table public.tb_day (id date primary key, v text); insert into tb_day values ('2026-01-02', 'd');
    create table public.tb_time (id timestamptz primary key, v text); insert into tb_time values ('2026-01-02 00:00+00', 't');
    create table public.tb_net (id inet primary key, v text); insert into tb_net values ('::1', 'n');
    create table public.tb_pair (u uuid, n integer, at timestamptz, c public.colour, v text, primary key (u, n, at, c));
    insert into tb_pair values ('${uuid}', 7, '2026-01-02 00:00+00', 'red', 'p');
    create table public.tb_number (id numeric primary key, v text); insert into tb_number values (7.50, 'm')`);
  for (const [table, id] of [
    ['tb_uuid', uuid.toUpperCase()],
    ['tb_uuid', `{${uuid.replaceAll('-', '')}}`],
    ['tb_day', '2 Jan 2026'],
    ['tb_time', '2026-01-02T01:00:00+01:00'],
    ['tb_net', '0:0:0:0:0:0:0:1'],
    ['tb_number', '007.5'],
    ['tb_pair', `{"n": "007", "u": "${uuid.toUpperCase()}", "c": "red", "at": "2026-01-02T01:00:00+01:00"}`],
  ] as const) {
    await sql.query(`select app.enable_audit_cascade('${table}'); select app.write_audit_baseline('${table}')`);
    expect(await value(sql, `select app.get_entity_as_of('${table}', $1) ->> 'v'`, [id]), id).toBe(
      await value(sql, `select v from ${table}`),
    );
  }
});
