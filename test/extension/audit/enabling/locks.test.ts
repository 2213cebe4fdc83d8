import { expect } from 'vitest';
import { column } from '../../../harness/query.js';
import { test } from '../../../harness/fixture.js';
import { story } from '../../../harness/trail.js';
import { untilWaiting } from '../../../harness/untilWaiting.js';

const calls: Record<string, string> = {
  enabling: `enable_audit_cascade('tb_item')`,
  disabling: `disable_audit_cascade('tb_item')`,
  'dropping the history': `disable_audit_cascade('tb_item', true)`,
};

for (const [what, call] of Object.entries(calls)) {
  for (const partitioned of [false, true]) {
    test(`${what} waits for a transaction that read the ${partitioned ? 'partitioned table' : 'table'}, which goes on and writes`, async ({
      db,
    }) => {
      await db.sql.query(`
        create table public.tb_item (id integer primary key, v text)
        ${partitioned ? 'partition by list (id); create table public.item_all partition of public.tb_item default' : ''};
        select app.enable_audit_cascade('tb_item');
        insert into tb_item values (1, 'a')`);
      const [writer, other] = [await db.connect(), await db.connect()];
      await writer.query('begin; select * from tb_item');
      const done = other.query(`select app.${call}`);
      await untilWaiting(db, other);
      await writer.query(`update tb_item set v = 'b'`);
      expect(await story(writer, 'item')).toEqual(['INSERT 1: a', 'UPDATE 1: a > b']);
      await writer.query('commit');
      await done;
    });
  }
}

test('enabling again leaves the audit table to its readers', async ({ db }) => {
  await db.sql.query(`
    create table public.tb_item (id integer primary key, v text);
    select app.enable_audit_cascade('tb_item')`);
  await db.sql.query(`begin; select app.enable_audit_cascade('tb_item')`);
  const modes = `select mode from pg_locks where relation = 'app.audit_item'::regclass and mode = 'AccessExclusiveLock'`;
  expect(await column(db.sql, modes)).toEqual([]);
  await db.sql.query('commit');
});

test('an owner who took its own right to write off enables all the same', async ({ db }) => {
  await db.sql.query(`
    create table public.tb_item (id integer primary key, v text);
    revoke insert, update, delete, truncate on tb_item from current_user;
    select app.enable_audit_cascade('tb_item'), app.enable_audit_cascade('tb_item'), app.disable_audit_cascade('tb_item')`);
  expect(await column(db.sql, 'select enabled from app.audited_table')).toEqual([false]);
});

test('a default that an audit table lost comes back', async ({ db }) => {
  await db.sql.query(`
    create table public.tb_item (id integer primary key, v text);
    select app.enable_audit_cascade('tb_item');
    alter table app.audit_item alter column audit_id drop default, alter column session_user_name set default 'nobody';
    select app.enable_audit_cascade('tb_item')`);
  const presets = `select pg_get_expr(adbin, adrelid) from pg_attribute join pg_attrdef on adrelid = attrelid and adnum = attnum
    where attrelid = 'app.audit_item'::regclass and attname in ('audit_id', 'session_user_name') order by attnum`;
  expect(await column(db.sql, presets)).toEqual(['app.uuidv7()', 'SESSION_USER']);
});
