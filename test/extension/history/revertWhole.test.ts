import type pg from 'pg';
import { expect } from 'vitest';
import { column, transaction, value } from '../../harness/query.js';
import { test } from '../../harness/fixture.js';

const shop = `
  create table public.tb_item (id integer primary key, v text);
  create table public.tb_part (id integer primary key, v text);
  select app.enable_audit_cascade(t) from unnest('{tb_item,tb_part}'::regclass[]) t;
  insert into tb_item values (1, 'a'), (2, 'a');
  insert into tb_part values (1, 'a')`;

const change = `update tb_item set v = 'b'; update tb_part set v = 'b'`;

const values = `select v from (select 'i' || id || v as v from tb_item union all select 'p' || id || v from tb_part) r order by 1`;

const telling = (text: string) => expect.stringContaining(text) as unknown;

/** Makes the changes as one mutation, or in a transaction without any. */
async function changed(sql: pg.ClientBase, begin: string, end: string): Promise<unknown> {
  return transaction(sql, async () => {
    await sql.query(begin);
    await sql.query(change);
    await sql.query(end);
    return value(sql, 'select txid_current()::text');
  });
}

const given = `select set_config('app.cascade_data', '{"updated": [{"__typename": "Item"}]}', true)`;
const ways = {
  collected: [`select app.begin_mutation('work')`, 'select app.end_mutation()'],
  given: [given, 'select 1'],
  none: ['select 1', 'select 1'],
} as const;

const row = `delete from app.audit_item where entity_id = 1`;
const history = `select app.disable_audit_cascade('tb_part', true)`;
const table = 'drop table app.audit_part cascade';

test('when audit rows are gone, nothing is taken back', async ({ db: { sql } }) => {
  await sql.query(shop);
  for (const [way, losses] of [
    ['collected', { [row]: 'Item: 1 of 2 audit rows', [history]: 'Part: 1 of 1 audit rows', [table]: 'Part: 1 of 1' }],
    ['given', { [row]: 'public.tb_item', [history]: 'tb_part' }],
    ['none', { [row]: 'public.tb_item', [history]: 'tb_part', [table]: 'tb_part' }],
  ] as const) {
    const [begin, end] = ways[way];
    const id = await changed(sql, begin, end);
    const reverts = [`app.revert_transaction(${String(id)})`];
    if (way !== 'none') {
      const mutation = await value(sql, 'select mutation_id from app.mutation where transaction_id = $1', [id]);
      reverts.push(`app.revert_mutation('${String(mutation)}')`);
    }
    for (const [loss, reason] of Object.entries(losses)) {
      for (const revert of reverts) {
        await sql.query(`begin; ${loss}; savepoint lost`);
        await expect(sql.query(`select ${revert}`), `${way}: ${loss}`).rejects.toMatchObject({
          code: '55000',
          message: telling('taken back'),
          detail: telling(reason),
          hint: telling('Nothing was'),
        });
        await sql.query('rollback');
      }
    }
    await sql.query(`select ${reverts[0] ?? ''}`);
    expect(await column(sql, values)).toEqual(['i1a', 'i2a', 'p1a']);
  }
});

test('what was changed after the loss is taken back, whichever way', async ({ db: { sql } }) => {
  await sql.query(shop);
  await sql.query(`create table public.tb_old (id integer primary key); select app.enable_audit_cascade('tb_old');
    insert into tb_old values (1); select app.disable_audit_cascade('tb_old', true)`);
  for (const [begin, end] of Object.values(ways)) {
    const id = await changed(sql, begin, end);
    await sql.query('select app.revert_transaction($1)', [id]);
    expect(await column(sql, values)).toEqual(['i1a', 'i2a', 'p1a']);
  }
});

test('a history that was purged before it was dropped is missed too', async ({ db: { sql } }) => {
  await sql.query(`create table public.tb_acc (id integer primary key, n integer); create table public.tb_pay (n integer);
    select app.enable_audit_cascade(t) from unnest('{tb_acc,tb_pay}'::regclass[]) t; insert into tb_acc values (1, 0)`);
  const id = await transaction(sql, async () => {
    await sql.query('update tb_acc set n = 5; insert into tb_pay values (5)');
    return value(sql, 'select txid_current()::text');
  });
  await sql.query(`select app.purge_audit('tb_pay', now())`);
  await sql.query(`select app.disable_audit_cascade('tb_pay', true)`);
  await expect(sql.query('select app.revert_transaction($1)', [id])).rejects.toMatchObject({
    code: '55000',
    detail: telling('tb_pay'),
  });
  expect(await value(sql, 'select n from tb_acc')).toBe(5);
});
