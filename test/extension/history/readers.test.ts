import { expect } from 'vitest';
import { column } from '../../harness/query.js';
import { test } from '../../harness/fixture.js';

const a = '00000000-0000-0000-0000-00000000000a';
const b = '00000000-0000-0000-0000-00000000000b';

test('a reader is told the rows of its tenants, and sees every TRUNCATE', async ({ db }) => {
  await db.sql.query(`
    create table public.tb_item (id integer primary key, tenant_id uuid, v text);
    select app.enable_audit_cascade('public.tb_item');
    insert into tb_item values (1, '${a}', 'a'), (2, '${b}', 'b'), (3, null, 'c')`);
  const role = await db.createRole('reader');
  await db.sql.query(`select app.grant_reader('${role}', '{${a}}')`);
  const reader = await db.connect(role);
  const told = `select i ->> 'v' from app.get_table_as_of('public.tb_item') i`;
  expect(await column(reader, told)).toEqual(['a']);
  expect(await column(reader, `select app.get_entity_as_of('public.tb_item', '2')`)).toEqual([null]);
  expect(await column(reader, `select column_name from app.audit_diff(null, '{"n": 1}')`)).toEqual(['n']);

  await db.sql.query(
    `begin; set local app.tenant_id = '${b}'; truncate tb_item; commit; insert into tb_item values (4, '${a}', 'new')`,
  );
  expect(await column(reader, told)).toEqual(['new']);
  expect(await column(reader, `select distinct tenant_id from app.audit_item`)).not.toContain(b);
});

test('who was granted nothing is told nothing', async ({ db }) => {
  await db.sql.query(
    `create table public.tb_item (id integer primary key); select app.enable_audit_cascade('public.tb_item')`,
  );
  const nobody = await db.connect(await db.createRole('nobody'));
  for (const call of [
    `app.get_table_as_of('public.tb_item')`,
    `app.get_entity_as_of('public.tb_item', '1')`,
    `app.audit_diff(null, null)`,
    `app.write_audit_baseline('public.tb_item')`,
    `app.revert_mutation(null)`,
    `app.revert_transaction(1)`,
  ]) {
    await expect(nobody.query(`select ${call}`)).rejects.toMatchObject({ code: '42501' });
  }
});
