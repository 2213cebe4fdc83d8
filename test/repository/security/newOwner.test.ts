import { expect } from 'vitest';
import { findings } from '../../harness/healthFindings.js';
import { test } from '../../harness/fixture.js';
import { value } from '../../harness/query.js';

test('the health check reports a partitioned table whose new owner can make no partitions', async ({ db }) => {
  const [former, next] = [await db.createRole('former'), await db.createRole('next')];
  await db.sql.query('select app.grant_administrator($1), app.grant_administrator($2)', [former, next]);
  await db.asAdmin(`create schema s; grant all on schema s to ${former}, ${next}`);
  const owner = await db.connect(former);
  await owner.query(`
    create table s.tb_e (id integer, v text) partition by list (id);
    create table s.e0 partition of s.tb_e for values in (0);
    create table s.tb_plain (id uuid primary key);
    select app.enable_audit_cascade('s.tb_e'), app.enable_audit_cascade('s.tb_plain')`);
  expect(await findings(db.sql)).toEqual([]);
  for (const table of ['tb_e', 'e0', 'tb_plain']) await db.asAdmin(`alter table s.${table} owner to ${next}`);

  const client = await db.connect(next);
  const create = 'create table s.e1 partition of s.tb_e for values in (1)';
  await expect(client.query(create)).rejects.toMatchObject({ code: '42501' });
  expect(await findings(db.sql)).toMatchObject([
    {
      check: 'triggers',
      status: 'warning',
      detail: `${next}, the owner of s.tb_e, can make no partitions of it`,
      hint: `Its former owner enabled it. Run: select app.enable_audit_cascade('s.tb_e').`,
    },
    {
      check: 'ownership',
      detail: `${former} was granted execute on app.audit_trigger_e(), which is no part of its access`,
    },
  ]);

  await client.query(`select app.enable_audit_cascade('s.tb_e'); ${create}; insert into s.tb_e values (0), (1)`);
  expect(await value(db.sql, 'select count(*)::int from app.audit_e')).toBe(2);
  await db.sql.query('select app.close_access()');
  await client.query(`select app.enable_audit_cascade('s.tb_e')`);
  expect(await findings(db.sql)).toEqual([]);
});

test('a superuser who owns a partitioned table makes partitions as ever', async ({ db }) => {
  await db.asAdmin(`create schema s; grant all on schema s to specql_owner`);
  await db.sql.query(`
    create table s.tb_e (id integer) partition by list (id); select app.enable_audit_cascade('s.tb_e')`);
  await db.asAdmin('alter table s.tb_e owner to current_user; create table s.e1 partition of s.tb_e default');
  expect((await findings(db.sql)).map(({ detail }) => detail)).toEqual(['TRUNCATE of s.e1 alone leaves no marker']);
});
