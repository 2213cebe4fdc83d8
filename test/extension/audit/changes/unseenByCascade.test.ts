import { expect } from 'vitest';
import { column, rows, transaction, value } from '../../../harness/query.js';
import { test } from '../../../harness/fixture.js';

test('a deferred trigger changes rows after the mutation, unless it is made immediate', async ({ db: { sql } }) => {
  await sql.query(`
    create table public.tb_item (id integer primary key, v text);
    create table public.tb_log (id integer primary key);
    create function public.note() returns trigger language plpgsql as
      'begin insert into public.tb_log values (new.id); return null; end';
    create constraint trigger note after insert on tb_item deferrable initially deferred
      for each row execute function public.note();
    select app.enable_audit_cascade('tb_item'), app.enable_audit_cascade('tb_log')`);
  for (const [id, constraints] of [
    [1, 'select 1'],
    [2, 'set constraints all immediate'],
  ] as const) {
    await transaction(sql, async () => {
      await sql.query(`select app.begin_mutation('work'); insert into tb_item values (${id}); ${constraints}`);
      await sql.query('select app.end_mutation()');
    });
  }
  expect(await column(sql, 'select entities from app.mutation order by ended_at')).toEqual([['Item'], ['Item', 'Log']]);
  const last = 'order by changed_at, audit_id';
  expect(await column(sql, `select mutation_id is not null from app.audit_log ${last}`)).toEqual([false, true]);
  expect(
    await value(
      sql,
      'select array(select transaction_id from app.audit_item) = array(select transaction_id from app.audit_log)',
    ),
  ).toBe(true);
});

test('an update of hidden columns alone leaves a row with equal images', async ({ db: { sql } }) => {
  await sql.query(`
    create table public.tb_item (id integer primary key, secret text, hidden text);
    create table public.tb_part (id integer primary key, secret text, hidden text) partition by range (id);
    create table public.tb_part_1 partition of tb_part default`);
  for (const table of ['tb_item', 'tb_part']) {
    await sql.query(`
      select app.enable_audit_cascade('${table}', p_redact => '{secret}', p_exclude => '{hidden}');
      insert into ${table} values (1, 'a', 'a');
      update ${table} set secret = 'b'; update ${table} set hidden = 'b'; update ${table} set hidden = 'b'`);
    const audit = `app.audit_${table.slice(3)}`;
    expect(
      await rows(
        sql,
        `select operation_type, old_values = new_values as equal, new_values from ${audit} order by changed_at, audit_id`,
      ),
    ).toEqual([
      { operation_type: 'INSERT', equal: null, new_values: { id: 1, secret: '***' } },
      { operation_type: 'UPDATE', equal: true, new_values: { id: 1, secret: '***' } },
      { operation_type: 'UPDATE', equal: true, new_values: { id: 1, secret: '***' } },
    ]);
  }
});
