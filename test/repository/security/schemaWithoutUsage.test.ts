import { expect } from 'vitest';
import { test } from '../../harness/fixture.js';
import { trail } from '../../harness/trail.js';

test("rows are audited in a schema that the extension's owner may not use, also after the table is altered", async ({
  db,
}) => {
  const role = await db.createRole('table_owner');
  await db.sql.query('select app.grant_administrator($1)', [role]);
  await db.asAdmin(`create schema closed authorization ${role}`);
  const sql = await db.connect(role);
  await sql.query(`
    create table closed.tb_item (id integer, v text, secret text) partition by hash (id);
    create table closed.item_all partition of closed.tb_item for values with (modulus 1, remainder 0);
    select app.enable_audit_cascade('closed.tb_item', p_exclude => '{secret}');
    insert into closed.tb_item values (1, 'a', 's'); update closed.tb_item set v = 'b';
    alter table closed.tb_item rename secret to hidden; alter table closed.tb_item add more integer default 1;
    update closed.tb_item set v = 'c'; delete from closed.tb_item`);
  expect((await trail(db.sql, 'item')).map((change) => [change.op, change.old, change.new])).toEqual([
    ['INSERT', null, { id: 1, v: 'a' }],
    ['UPDATE', { id: 1, v: 'a' }, { id: 1, v: 'b' }],
    ['UPDATE', { id: 1, v: 'b', more: 1 }, { id: 1, v: 'c', more: 1 }],
    ['DELETE', { id: 1, v: 'c', more: 1 }, null],
  ]);
});

test('rows of a table that the snapshot does not show are audited there too', async ({ db }) => {
  const role = await db.createRole('table_owner');
  await db.sql.query('select app.grant_administrator($1)', [role]);
  await db.asAdmin(`create schema closed authorization ${role}`);
  const sql = await db.connect(role);
  const other = await db.connect(role);
  await other.query('begin isolation level repeatable read; select from pg_class limit 1');
  await sql.query(`
    create table closed.tb_item (id integer, v text, secret text);
    select app.enable_audit_cascade('closed.tb_item', p_exclude => '{secret}')`);
  await other.query(`insert into closed.tb_item values (1, 'a', 's'); commit`);
  await sql.query('alter table closed.tb_item rename secret to hidden');
  await other.query(`insert into closed.tb_item values (2, 'b', 's')`);
  expect((await trail(db.sql, 'item')).map((change) => change.new)).toEqual([
    { id: 1, v: 'a' },
    { id: 2, v: 'b' },
  ]);
});
