import { expect } from 'vitest';
import { rows, value } from '../../../harness/query.js';
import { test } from '../../../harness/fixture.js';
import { story } from '../../../harness/trail.js';

const createItems = `create table public.tb_item (id integer primary key, v text);`;

for (const kind of ['plain', 'partitioned']) {
  for (const replica of [false, true]) {
    test(`changes of a ${kind} table under session_replication_role = replica are ${replica ? '' : 'not '}audited with p_replica => ${String(replica)}`, async ({
      db,
    }) => {
      await db.sql.query(`
        create table public.tb_item (id integer primary key, v text)
        ${kind === 'partitioned' ? 'partition by list (id); create table public.item_all partition of public.tb_item default' : ''};
        select app.enable_audit_cascade('public.tb_item', p_replica => ${String(replica)})`);
      await db.asAdmin(`
        set session_replication_role = replica;
        insert into tb_item values (1, 'a'); update tb_item set v = 'b'; delete from tb_item; truncate tb_item`);
      const all = ['INSERT 1: a', 'UPDATE 1: a > b', 'DELETE 1: b'];
      expect((await story(db.sql, 'item')).slice(0, 3)).toEqual(replica ? all : []);
      await db.sql.query(`insert into tb_item values (2, 'c')`);
      expect((await story(db.sql, 'item')).at(-1)).toBe('INSERT 2: c');
    });
  }
}

test('a partition made later is audited under session_replication_role = replica too', async ({ db }) => {
  await db.sql.query(`
    create table public.tb_item (id integer primary key, v text) partition by list (id);
    select app.enable_audit_cascade('public.tb_item', p_replica => true);
    create table public.item_all partition of public.tb_item default`);
  await db.asAdmin(`set session_replication_role = replica; insert into tb_item values (1, 'a')`);
  expect(await story(db.sql, 'item')).toEqual(['INSERT 1: a']);
});

test('turning p_replica on and off again changes how the table is audited', async ({ db }) => {
  await db.sql.query(`${createItems} select app.enable_audit_cascade('tb_item', p_replica => true)`);
  const state = async () => await rows(db.sql, 'select replica, level from app.audited_table');
  expect(await state()).toEqual([{ replica: true, level: 'row' }]);
  await db.sql.query(`select app.enable_audit_cascade('tb_item')`);
  expect(await state()).toEqual([{ replica: true, level: 'row' }]);
  await db.sql.query(`select app.enable_audit_cascade('tb_item', p_replica => false)`);
  expect(await state()).toEqual([{ replica: false, level: 'statement' }]);
});

test('what logical replication applies is audited with p_replica', async ({ db, emptyDb }) => {
  await emptyDb.asAdmin(`${createItems} create publication changes for table tb_item`);
  await emptyDb.asAdmin(`select pg_create_logical_replication_slot('${db.name}', 'pgoutput')`);
  await db.sql.query(`${createItems} select app.enable_audit_cascade('tb_item', p_replica => true)`);
  const source = `host=${db.server.host} port=${db.server.port} user=postgres dbname=${emptyDb.name}`;
  await db.asAdmin(`create subscription changes connection '${source}' publication changes
    with (create_slot = false, slot_name = '${db.name}', copy_data = false)`);
  try {
    await emptyDb.asAdmin(`insert into tb_item values (1, 'a')`);
    await emptyDb.asAdmin(`update tb_item set v = 'b'`);
    await emptyDb.asAdmin(`delete from tb_item`);
    await expect.poll(() => value(db.sql, 'select count(*)::int from app.audit_item')).toBe(3);
    expect(await story(db.sql, 'item')).toEqual(['INSERT 1: a', 'UPDATE 1: a > b', 'DELETE 1: b']);
  } finally {
    await db.asAdmin('alter subscription changes disable');
    await db.asAdmin('alter subscription changes set (slot_name = none)');
    await db.asAdmin('drop subscription changes');
    await expect
      .poll(() => value(emptyDb.sql, `select active from pg_replication_slots where slot_name = '${db.name}'`))
      .toBe(false);
    await emptyDb.asAdmin(`select pg_drop_replication_slot('${db.name}')`);
  }
});
