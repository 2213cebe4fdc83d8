import { expect } from 'vitest';
import { test } from '../../../harness/fixture.js';
import { contents, replayed, trail } from '../../../harness/trail.js';

test('a stored generated column is in the images as it was computed', async ({ db }) => {
  await db.sql.query(`
    create table public.tb_item (id integer primary key, v integer, double integer generated always as (v * 2) stored);
    select app.enable_audit_cascade('public.tb_item');
    insert into tb_item values (1, 1);
    update tb_item set v = 3`);
  expect((await trail(db.sql, 'item')).map((change) => change.new)).toEqual([
    { id: 1, v: 1, double: 2 },
    { id: 1, v: 3, double: 6 },
  ]);
  expect(await replayed(db.sql, 'item')).toEqual(await contents(db.sql, 'tb_item'));
});

test('a stored generated column can be the key', async ({ db }) => {
  await db.sql.query(`
    create table public.tb_item (v integer, id integer generated always as (v * 2) stored primary key);
    select app.enable_audit_cascade('public.tb_item');
    insert into tb_item values (1);
    update tb_item set v = 2`);
  expect((await trail(db.sql, 'item')).map(({ op, id }) => [op, id])).toEqual([
    ['INSERT', 2],
    ['DELETE', 2],
    ['INSERT', 4],
  ]);
});

for (const partitioned of [false, true]) {
  test(`a virtual generated column is left out, no trigger sees its value (${partitioned ? 'row' : 'statement'})`, async ({
    db,
    server,
    skip,
  }) => {
    skip(server.major < 18, 'virtual generated columns came with 18');
    await db.sql.query(`
      create table public.tb_item (id integer primary key, v integer, double integer generated always as (v * 2) virtual)
      ${partitioned ? 'partition by list (id); create table public.item_all partition of public.tb_item default' : ''};
      select app.enable_audit_cascade('public.tb_item');
      insert into tb_item (id, v) values (1, 1);
      update tb_item set v = 3;
      update tb_item set v = 3;
      delete from tb_item`);
    expect((await trail(db.sql, 'item')).map((change) => [change.op, change.old, change.new])).toEqual([
      ['INSERT', null, { id: 1, v: 1 }],
      ['UPDATE', { id: 1, v: 1 }, { id: 1, v: 3 }],
      ['DELETE', { id: 1, v: 3 }, null],
    ]);
  });
}

test('a virtual generated column added later is reported until it is left out', async ({ db, server, skip }) => {
  skip(server.major < 18, 'virtual generated columns came with 18');
  await db.sql.query(`
    create table public.tb_item (id integer primary key, v integer);
    select app.enable_audit_cascade('public.tb_item');
    alter table tb_item add double integer generated always as (v * 2) virtual;
    insert into tb_item values (1, 1)`);
  const findings = `select "check" from app.health_check() where status = 'error'`;
  expect((await db.sql.query(findings)).rows).toEqual([{ check: 'definition' }]);
  await db.sql.query(`select app.enable_audit_cascade('public.tb_item'); update tb_item set v = 2`);
  expect((await trail(db.sql, 'item')).at(-1)).toMatchObject({ old: { id: 1, v: 1 }, new: { id: 1, v: 2 } });
  expect((await db.sql.query(findings)).rows).toEqual([]);
});
