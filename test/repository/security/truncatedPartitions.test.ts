import { expect } from 'vitest';
import { column, rows } from '../../harness/query.js';
import { test } from '../../harness/fixture.js';

const markers = `select old_values ->> 'table' from app.audit_sale where operation_type = 'TRUNCATE' order by changed_at`;
const coverage = `select detail from app.health_check() where "check" = 'coverage' and status <> 'ok'`;

test('app.maintain audits the TRUNCATE of a partition made after enabling, and each is reported until then', async ({
  db,
}) => {
  await db.sql.query(`
    create table public.tb_sale (id integer, region integer) partition by list (region);
    select app.enable_audit_cascade('public.tb_sale', p_replica => true);
    create table public.sale_1 partition of tb_sale for values in (1)`);
  expect(await column(db.sql, coverage)).toEqual(['TRUNCATE of public.sale_1 alone leaves no marker']);
  expect(await rows(db.sql, 'select * from app.maintain()')).toEqual([
    { log: 'audit', action: 'covered', detail: 'public.sale_1' },
  ]);
  expect(await column(db.sql, coverage)).toEqual([]);
  await db.sql.query('truncate sale_1');
  expect(await column(db.sql, markers)).toEqual(['public.sale_1']);
  expect(await rows(db.sql, 'select * from app.maintain()')).toEqual([]);
});

test('a partition that is in use is tried again, and one of another owner is left to it', async ({ db }) => {
  await db.sql.query(`
    create table public.tb_sale (id integer, region integer) partition by list (region);
    select app.enable_audit_cascade('public.tb_sale');
    create table public.sale_1 partition of tb_sale for values in (1)`);
  const writer = await db.connect();
  await writer.query('begin; insert into tb_sale values (1, 1)');
  expect(await rows(db.sql, 'select * from app.maintain()')).toEqual([
    { log: 'audit', action: 'busy', detail: 'public.sale_1' },
  ]);
  await writer.query('commit');
  const other = await db.createRole('other');
  await db.asAdmin(`alter table public.sale_1 owner to ${other}`);
  expect(await rows(db.sql, 'select * from app.maintain()')).toEqual([]);
  expect(await column(db.sql, coverage)).toEqual(['TRUNCATE of public.sale_1 alone leaves no marker']);
});

test('a partition whose owner lets nobody at it is told, and the rest is maintained', async ({ db }) => {
  const owner = await db.createRole('owner');
  await db.asAdmin(`grant ${owner} to specql_owner; create schema s authorization ${owner}`);
  await db.sql.query('select app.grant_administrator($1)', [owner]);
  await (
    await db.connect(owner)
  ).query(`
    create table s.tb_sale (id integer, region integer) partition by list (region);
    select app.enable_audit_cascade('s.tb_sale');
    create table s.sale_1 partition of s.tb_sale for values in (1);
    revoke all on s.sale_1 from ${owner};
    create table s.sale_2 partition of s.tb_sale for values in (2)`);
  expect(await rows(db.sql, 'select action, detail from app.maintain() order by 2')).toEqual([
    { action: 'blocked', detail: 's.sale_1: permission denied for table sale_1' },
    { action: 'covered', detail: 's.sale_2' },
  ]);
  await db.asAdmin(`drop table s.tb_sale cascade`);
});
