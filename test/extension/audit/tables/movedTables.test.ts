import { expect } from 'vitest';
import { rows } from '../../../harness/query.js';
import { test } from '../../../harness/fixture.js';
import { story, trail } from '../../../harness/trail.js';

const create = `
  create table public.tb_item (id integer primary key, v text, password text, seen integer, hidden text);
  select app.enable_audit_cascade('public.tb_item', p_redact => '{password}', p_ignore => '{seen}', p_exclude => '{hidden}');
  insert into tb_item values (1, 'a');`;

const errors = `select * from app.health_check() where status = 'error'`;

test('a table renamed, or moved to another schema, is audited as before', async ({ db }) => {
  await db.sql.query(`
    ${create}
    alter table tb_item rename to thing;
    update thing set v = 'b';
    create schema elsewhere;
    alter table thing set schema elsewhere;
    update elsewhere.thing set v = 'c';
    select app.enable_audit_cascade('elsewhere.thing');
    update elsewhere.thing set v = 'd';
    truncate elsewhere.thing`);
  expect((await story(db.sql, 'item')).slice(0, -1)).toEqual([
    'INSERT 1: a',
    'UPDATE 1: a > b',
    'UPDATE 1: b > c',
    'UPDATE 1: c > d',
  ]);
  expect((await trail(db.sql, 'item')).at(-1)?.old).toEqual({ table: 'elsewhere.thing' });
  expect(await rows(db.sql, 'select table_name::text, entity from app.v_audited_tables')).toEqual([
    { table_name: 'elsewhere.thing', entity: 'item' },
  ]);
  expect(await rows(db.sql, errors)).toEqual([]);
});

test('a table dropped and made anew goes on with its history and its options', async ({ db }) => {
  await db.sql.query(`
    ${create}
    drop table tb_item;
    create table tb_item (id integer primary key, v text, password text, seen integer, hidden text);
    select app.enable_audit_cascade('public.tb_item');
    insert into tb_item values (1, 'b', 'secret', 1, 'hidden');
    update tb_item set seen = 2`);
  expect((await trail(db.sql, 'item')).slice(1).map((change) => change.new)).toEqual([
    { id: 1, v: 'b', password: '***', seen: 1 },
  ]);
  expect(await rows(db.sql, errors)).toEqual([]);
});
