import { expect } from 'vitest';
import { column, rows } from '../../../harness/query.js';
import { expectMended, findings } from '../../../harness/healthFindings.js';
import { test } from '../../../harness/fixture.js';
import { unaccounted } from '../../../harness/replay.js';

const telling = (text: string) => expect.stringContaining(text) as unknown;

test('a table that took the place of an audited one is reported, and enabling moves the audit over', async ({ db }) => {
  const { sql } = db;
  await sql.query(`
    create table public.tb_item (id integer primary key, v text, secret text);
    select app.enable_audit_cascade('public.tb_item', p_entity => 'thing', p_redact => '{secret}');
    insert into tb_item values (1, 'a', 's'), (2, 'b', 's');
    create table public.new_item (like public.tb_item including all, extra integer);
    insert into new_item select * from tb_item;
    begin; alter table tb_item rename to old_item; alter table new_item rename to tb_item; commit;
    update tb_item set v = 'unseen' where id = 1`);
  const found = await findings(sql);
  expect(found).toMatchObject([{ check: 'audited_table_exists', status: 'error', detail: telling('public.old_item') }]);
  await sql.query(`select app.enable_audit_cascade('tb_item'); select app.write_audit_baseline('tb_item');
    update tb_item set v = 'c' where id = 2; insert into old_item values (3)`);
  expect(await findings(sql)).toEqual([]);
  expect(
    await column(
      sql,
      `select operation_type || coalesce(': ' || change_reason, '') from app.audit_thing where entity_id > 0 order by changed_at, audit_id`,
    ),
  ).toEqual(['INSERT', 'INSERT', 'UPDATE: baseline', 'UPDATE: baseline', 'UPDATE']);
  expect(await rows(sql, 'select table_name::text, entity, redacted_columns from app.v_audited_tables')).toEqual([
    { table_name: 'tb_item', entity: 'thing', redacted_columns: '{secret}' },
  ]);

  await sql.query(`drop table tb_item; create table public.tb_item (id integer primary key, v text, secret text)`);
  await expectMended(sql, [['audited_table_exists', 'which was dropped']]);
  await sql.query(`select app.write_audit_baseline('tb_item'); insert into tb_item values (9, 'z', null)`);
  expect(await column(sql, `select i ->> 'id' from app.get_table_as_of('tb_item') i`)).toEqual(['9']);
});

test('an unrelated table under the former name of an audited one is told apart', async ({ db: { sql } }) => {
  await sql.query(`
    create table public.tb_item (id integer primary key);
    select app.enable_audit_cascade('public.tb_item');
    alter table tb_item rename to tb_thing`);
  expect(await findings(sql)).toEqual([]);
  await sql.query('create table public.tb_item (id integer primary key)');
  expect(await findings(sql)).toMatchObject([{ hint: telling(`app.enable_audit_cascade('public.tb_thing')`) }]);
  await sql.query(`select app.enable_audit_cascade('public.tb_thing'); insert into tb_thing values (1)`);
  expect(await findings(sql)).toEqual([]);
  await expect(sql.query(`select app.enable_audit_cascade('tb_item')`)).rejects.toMatchObject({ code: '42710' });
  expect(await unaccounted(sql, 'tb_thing')).toEqual([]);
});

test('a table of another owner does not go on with the history', async ({ db }) => {
  const other = await db.createRole('administrator');
  await db.sql.query(`
    create table public.tb_item (id integer primary key); select app.enable_audit_cascade('public.tb_item');
    alter table tb_item rename to old_item; create table public.tb_item (id integer primary key);
    select app.grant_administrator('${other}')`);
  await db.asAdmin(`alter table public.tb_item owner to ${other}`);
  const session = await db.connect(other);
  await expect(session.query(`select app.enable_audit_cascade('public.tb_item')`)).rejects.toMatchObject({
    code: '42710',
  });
});

test('who gave a table away does not go on with its history, though maintain has not run since', async ({ db }) => {
  const [former, owner] = [await db.createRole('former'), await db.createRole('owner')];
  await db.sql.query('select app.grant_administrator($1), app.grant_administrator($2)', [former, owner]);
  await db.asAdmin(`grant create on database ${db.name} to ${former}; create schema a authorization ${former};
    grant usage, create on schema a to ${owner}`);
  const session = await db.connect(former);
  await session.query(
    `create table a.tb_t (id integer primary key, v text); select app.enable_audit_cascade('a.tb_t')`,
  );
  await db.asAdmin(`alter table a.tb_t owner to ${owner}`);
  const current = await db.connect(owner);
  await current.query(`insert into a.tb_t values (1, 'a')`);
  await session.query(
    `alter schema a rename to b; create schema a; create table a.tb_t (id integer primary key, v text)`,
  );
  for (const call of [
    `select app.enable_audit_cascade('a.tb_t')`,
    `select app.claim_table('a.tb_t'), app.prepare_audit('a.tb_t', null, null, null, null, null, null, null, null, null)`,
  ]) {
    await expect(session.query(call)).rejects.toMatchObject({ code: '42710' });
  }
  await current.query(`insert into b.tb_t values (2, 'b')`);
  expect(await column(db.sql, 'select entity_id from app.audit_t order by changed_at')).toEqual([1, 2]);
});
