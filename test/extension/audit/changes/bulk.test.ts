import { expect } from 'vitest';
import { rows, value } from '../../../harness/query.js';
import { test } from '../../../harness/fixture.js';

test('a statement of 50,000 rows after a cached plan for one row runs without a nested loop', async ({
  db,
  server,
}) => {
  await db.asAdmin(`
    alter database ${db.name} set session_preload_libraries = 'auto_explain';
    alter database ${db.name} set auto_explain.log_min_duration = 0;
    alter database ${db.name} set auto_explain.log_nested_statements = on;
    alter database ${db.name} set auto_explain.log_level = 'notice'`);
  const sql = await db.connect();
  await sql.query(`
    create table public.tb_item (id uuid primary key default gen_random_uuid(), v integer, part integer);
    select app.enable_audit_cascade('tb_item');
    insert into tb_item (v, part) select 0, i from generate_series(1, 50000) i`);
  for (let i = 1; i <= 12; i++) await sql.query('update tb_item set v = 1 where part = $1', [i]);
  const plans: string[] = [];
  sql.on('notice', (notice) => plans.push(notice.message ?? ''));
  await sql.query('update tb_item set v = 2');
  const audits = plans.filter((plan) => plan.includes('insert into app.audit_item'));
  expect(audits, `auto_explain of ${server.major}`).toHaveLength(1);
  expect(audits[0]).toMatch(/(Hash|Merge) Full Join/);
  expect(audits[0]).not.toContain('Nested Loop');
  expect(await value(sql, `select count(*)::int from app.audit_item where new_values @> '{"v": 2}'`)).toBe(50_000);
});

test('a keyless and a partitioned table take 20,000 rows in one statement', async ({ db }) => {
  await db.sql.query(`
    create table public.tb_log (v integer);
    create table public.tb_sale (id integer primary key, v integer) partition by hash (id);
    create table public.sale_0 partition of tb_sale for values with (modulus 2, remainder 0);
    create table public.sale_1 partition of tb_sale for values with (modulus 2, remainder 1);
    select app.enable_audit_cascade(t) from unnest('{tb_log,tb_sale}'::regclass[]) t;
    insert into tb_log select i from generate_series(1, 20000) i;
    insert into tb_sale select i, i from generate_series(1, 20000) i;
    update tb_log set v = v + 1;
    update tb_sale set v = v + 1;
    delete from tb_log;
    delete from tb_sale`);
  for (const entity of ['log', 'sale']) {
    expect(
      await rows(db.sql, `select operation_type, count(*)::int from app.audit_${entity} group by 1 order by 1`),
    ).toEqual(['DELETE', 'INSERT', 'UPDATE'].map((operation_type) => ({ operation_type, count: 20_000 })));
  }
});
