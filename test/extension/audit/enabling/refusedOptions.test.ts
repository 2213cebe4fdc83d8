import { expect } from 'vitest';
import { test } from '../../../harness/fixture.js';
import { state } from './state.js';
import { trail } from '../../../harness/trail.js';

const long = 'a_name_of_more_than_32_characters_';

/** What is given, and the error. */
const options: [given: string, code: string, message: string, hint: string][] = [
  [
    `'other.tb_item'`,
    '42710',
    `p_entity 'item' is taken by public.tb_item`,
    `select app.enable_audit_cascade('other.tb_item', p_entity => 'other_name')`,
  ],
  [`'other.tb_item', p_entity => 'Item'`, '42710', `p_entity 'item' is taken by`, 'other_name'],
  [`'tb_item', p_entity => 'thing'`, '42710', `p_entity of public.tb_item is 'item' already`, 'Leave p_entity out'],
  [`'${long}'`, '22023', `p_table public.${long} gives no entity name`, 'Pass p_entity'],
  [`'"注文"'`, '22023', 'p_table public."注文" gives no entity name', 'Pass p_entity'],
  [`'other.tb_item', p_entity => ''`, '22023', `p_entity '' gives no entity name`, 'Pass p_entity'],
  [`'other.tb_item', p_entity => '${long}'`, '22023', `p_entity '${long}' gives no entity name`, 'Pass p_entity'],
  [`'other.tb_item', p_entity => '1st'`, '22023', `p_entity '1st' gives no entity name`, 'Pass p_entity'],
  [
    `'tb_item', p_tenant_column => 'v'`,
    '42804',
    'p_tenant_column v of public.tb_item is text and must be uuid',
    `p_tenant_column => ''`,
  ],
  [
    `'textual'`,
    '42804',
    'p_tenant_column tenant_id of public.textual is text and must be uuid',
    `p_tenant_column => ''`,
  ],
  [`'tb_item', p_tenant_column => 'nope'`, '42703', 'p_tenant_column names', 'id, v, owner'],
  [
    `'tb_item', p_key_columns => '{id,nope}'`,
    '42703',
    'p_key_columns names a column that public.tb_item does not have: nope',
    'id, v, owner',
  ],
  [`'tb_item', p_key_columns => '{NULL}'`, '42703', 'p_key_columns names', 'id, v, owner'],
  [
    `'tb_item', p_key_columns => '{{id,id}}'`,
    '22023',
    'p_key_columns is an array of more than one dimension',
    `p_key_columns => '{id}'`,
  ],
  [
    `'tb_item', p_exclude => '{{v,owner}}', p_redact => '{v}'`,
    '22023',
    'p_exclude is an array of more than one dimension',
    'p_exclude =>',
  ],
  [
    `'wide', p_key_columns => (select array_agg('c' || i)::name[] from generate_series(1, 51) i)`,
    '22023',
    'p_key_columns names 51 columns and may name 50',
    'an index has 32 at most',
  ],
  [`'tb_item', p_ignore => '{nope}'`, '42703', 'p_ignore names', 'id, v, owner'],
  [`'tb_item', p_exclude => '{nope}'`, '42703', 'p_exclude names', 'id, v, owner'],
  [`'tb_item', p_redact => '{nope}'`, '42703', 'p_redact names', 'id, v, owner'],
  [`'tb_item', p_redact => '{gone}'`, '42703', 'p_redact names', 'id, v, owner'],
  [`'tb_item', p_key_columns => '{ctid}'`, '42703', 'p_key_columns names', 'id, v, owner'],
  [`'tb_item', p_exclude => '{id}'`, '22023', 'p_exclude or p_redact names id', 'p_exclude'],
  [`'tb_item', p_redact => '{id}'`, '22023', 'p_exclude or p_redact names id', 'p_redact'],
  [
    `'tb_item', p_tenant_column => 'owner', p_redact => '{owner}'`,
    '22023',
    'p_exclude or p_redact names owner',
    'p_redact',
  ],
  [
    `'tb_item', p_ignore => '{v}', p_keep_unchanged => true`,
    '22023',
    'p_keep_unchanged and p_ignore exclude each other',
    `p_ignore => '{}'`,
  ],
  [`'tb_item', p_storage => 'paper'`, '22023', `p_storage is 'paper'`, 'columns or embedded'],
  [
    `'other.tb_item', p_entity => 'other', p_storage => 'embedded'`,
    '42P01',
    'app.audit_other does not exist',
    'leave p_storage out',
  ],
];

test('options that cannot be, or cannot be together, are refused, and nothing changes', async ({ db }) => {
  await db.sql.query(`
    create schema other;
    create table public.tb_item (id integer primary key, gone text, v text, owner uuid);
    alter table public.tb_item drop gone;
    create table other.tb_item (id integer primary key);
    create table public.textual (id integer primary key, tenant_id text);
    create table public.${long} (id integer primary key);
    create table public."注文" (id integer primary key);
    select app.enable_audit_cascade('tb_item')`);
  const columns = Array.from({ length: 51 }, (_, i) => `c${String(i + 1)} integer`);
  await db.sql.query(`create table public.wide (${columns.join(', ')})`);
  const before = await state(db.sql);
  for (const [given, code, message, hint] of options) {
    await expect(db.sql.query(`select app.enable_audit_cascade(${given})`), given).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message) as string,
      hint: expect.stringContaining(hint) as string,
    });
    expect(await state(db.sql), given).toEqual(before);
  }
});

test('a key of 50 columns is a key', async ({ db }) => {
  const columns = Array.from({ length: 50 }, (_, i) => `c${String(i + 1)}`);
  await db.sql.query(`
    create table public.wide (${columns.map((name) => `${name} integer default 1`).join(', ')});
    select app.enable_audit_cascade('wide', p_key_columns => '{${columns.join(',')}}'); insert into wide default values; update wide set c1 = 2; delete from wide`);
  expect((await trail(db.sql, 'wide')).map(({ op }) => op).sort()).toEqual(['DELETE', 'DELETE', 'INSERT', 'INSERT']);
});
