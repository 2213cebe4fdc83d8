import { expect } from 'vitest';
import type pg from 'pg';
import { rows, value } from '../../harness/query.js';
import { test, type DatabaseFixture } from '../../harness/fixture.js';
import { trail } from '../../harness/trail.js';
import { auditHistory } from '../../../src/index.js';
import { createHostileTypes, hostileColumns, setTraps, sprung } from './hostileTypes.js';

const columns = 'id uuid not null, v text, tenant_id uuid, created_by uuid, updated_by uuid, note text';

/** Tables of every kind, by how they are audited: what makes them, and options of enabling them. */
const kinds: Record<string, { create: string; options?: string; insertInto?: string }> = {
  'by statement': { create: `create table blog.tb_item (${columns}, primary key (id))` },
  'by statement, with hidden and ignored columns': {
    create: `create table blog.tb_item (${columns}, secret text, card text, seen integer, primary key (id))`,
    options: `, p_exclude => '{secret}', p_redact => '{card}', p_ignore => '{seen}'`,
  },
  'in the embedded form': {
    create: `create table blog.tb_item (${columns}, primary key (id));
      create table app.audit_item (
        audit_id uuid primary key, entity_id uuid, tenant_id uuid, operation_type text check (operation_type <> 'TRUNCATE'),
        changed_at timestamptz, old_values jsonb, new_values jsonb, transaction_id bigint)`,
    options: `, p_storage => 'embedded'`,
  },
  'by row, partitioned': {
    create: `create table blog.tb_item (${columns}) partition by hash (id);
      create table blog.item_all partition of blog.tb_item for values with (modulus 1, remainder 0)`,
  },
  'by row, with a child': {
    create: `create table blog.tb_item (${columns}); create table blog.item_child (more text) inherits (blog.tb_item)`,
    insertInto: 'blog.item_child',
  },
  'by row, without a key': {
    create: `create table blog.tb_item (${columns.replace('id uuid not null', 'id integer')})`,
  },
  'by row, with ignored columns': {
    create: `create table blog.tb_item (${columns}, seen integer, secret text, primary key (id))`,
    options: `, p_replica => true, p_ignore => '{seen}', p_exclude => '{secret}'`,
  },
};

interface Work {
  table: string;
  id: (n: number) => string;
}

async function prepare(
  db: DatabaseFixture,
  { create, insertInto = 'blog.tb_item' }: (typeof kinds)[string],
): Promise<Work> {
  await db.sql.query(`create schema blog; ${create}`);
  await createHostileTypes(db.sql);
  const byNumber = create.includes('id integer');
  return { table: insertInto, id: (n) => (byNumber ? String(n) : `'${n}0000000-0000-4000-8000-000000000000'`) };
}

const enable = (sql: pg.ClientBase, { options = '' }: (typeof kinds)[string]) =>
  sql.query(`select app.enable_audit_cascade('blog.tb_item'${options})`);

/** Each kind of DML on one row and on several; no statement may fail. */
async function work(sql: pg.ClientBase, { table, id }: Work): Promise<void> {
  await sql.query(
    `insert into ${table} (id) values (${id(1)}); insert into ${table} (id) values (${id(2)}), (${id(3)})`,
  );
  await sql.query(`update blog.tb_item set note = 'x' where id = ${id(1)}; update blog.tb_item set note = 'y'`);
  await sql.query(`update blog.tb_item set id = ${id(4)} where id = ${id(1)}; update blog.tb_item set note = note`);
  await sql.query('delete from blog.tb_item');
}

const addHostile = hostileColumns.map(([name, type, init]) => `add ${name} ${type} default ${init}`).join(', ');
const images = Object.fromEntries(hostileColumns.map(([name, , , image]) => [name, image]));

for (const [how, kind] of Object.entries(kinds)) {
  test(`no cast of a column's type runs, whether the column was there before or comes later (${how})`, async ({
    db,
  }) => {
    const on = await prepare(db, kind);
    await enable(db.sql, kind);
    await work(db.sql, on);
    await db.sql.query(`alter table blog.tb_item ${addHostile}`);
    await work(db.sql, on);
    expect((await trail(db.sql, 'item')).at(-1)?.old).toMatchObject(images);
    await enable(db.sql, kind);
    await work(db.sql, on);
    expect((await trail(db.sql, 'item')).at(-1)?.old).toMatchObject(images);
    await db.sql.query(`insert into ${on.table} (id) values (${on.id(1)}); truncate blog.tb_item`);
    expect(await sprung(db.sql)).toBe('');
  });

  test(`no cast runs and no statement fails after columns become of a hostile type (${how})`, async ({ db }) => {
    const on = await prepare(db, kind);
    await enable(db.sql, kind);
    const other = await db.connect();
    await work(other, on);
    for (const [name, type, init] of hostileColumns) {
      for (const column of ['v', 'tenant_id', 'created_by', 'updated_by']) {
        await db.sql.query(
          `alter table blog.tb_item drop ${column}; alter table blog.tb_item add ${column} ${type} default ${init}`,
        );
      }
      await work(other, on);
      const last = (await trail(db.sql, 'item')).at(-1);
      expect([last?.old?.v, last?.old?.tenant_id], type).toEqual([images[name], images[name]]);
      await other.query(`insert into ${on.table} (id) values (${on.id(1)}); truncate blog.tb_item`);
    }
    expect(await sprung(other)).toBe('');
    // A column that is no uuid any more says nothing of the tenant.
    expect(await rows(db.sql, 'select distinct tenant_id from app.audit_item order by 1 nulls first')).toEqual([
      { tenant_id: null },
      { tenant_id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' },
    ]);
  });

  test(`no cast runs in a transaction whose snapshot is older than the column (${how})`, async ({ db }) => {
    const on = await prepare(db, kind);
    await enable(db.sql, kind);
    const other = await db.connect();
    await work(other, on);
    await other.query('begin isolation level repeatable read; select from pg_class limit 1');
    await createMore(db.sql);
    await db.sql.query(`alter table blog.tb_item ${addHostile}, add later evil.later default 'a'`);
    await work(other, on);
    // The embedded form refuses a TRUNCATE under such a snapshot.
    const last = how === 'in the embedded form' ? 'delete from' : 'truncate';
    await other.query(`insert into ${on.table} (id) values (${on.id(1)}); ${last} blog.tb_item; commit`);
    expect(await sprung(other)).toBe('');
    const deleted = (await trail(db.sql, 'item')).filter(({ op }) => op === 'DELETE').at(-1);
    expect(deleted?.old).toMatchObject({ ...images, later: 'a' });
  });
}

test('no cast runs in a transaction whose snapshot is older than the partition', async ({ db }) => {
  const kind = kinds['by row, partitioned'] ?? { create: '' };
  const on = await prepare(db, kind);
  await db.sql.query(`alter table blog.tb_item ${addHostile}`);
  await enable(db.sql, kind);
  const other = await db.connect();
  await other.query('begin isolation level repeatable read; select from pg_class limit 1');
  await db.sql.query(`
    drop table blog.item_all;
    create table blog.item_all partition of blog.tb_item for values with (modulus 1, remainder 0)`);
  await other.query(`insert into ${on.table} (id) values (${on.id(1)}); commit`);
  expect(await sprung(other)).toBe('');
  expect((await trail(db.sql, 'item')).at(-1)?.new).toMatchObject(images);
});

for (const [how, kind] of Object.entries(kinds)) {
  test(`no cast of the table's own row type runs (${how})`, async ({ db }) => {
    const on = await prepare(db, kind);
    for (const table of new Set(['blog.tb_item', on.table])) await setTraps(db.sql, table);
    await enable(db.sql, kind);
    await work(db.sql, on);
    await db.sql.query('alter table blog.tb_item add place point');
    await work(db.sql, on);
    expect(await sprung(db.sql)).toBe('');
  });
}

/** A type that an older snapshot does not show. */
async function createMore(sql: pg.ClientBase): Promise<void> {
  await sql.query(`create type evil.later as enum ('a')`);
  await setTraps(sql, 'evil.later');
}

test('a key whose type becomes a hostile one is audited as its text', async ({ db }) => {
  const on = await prepare(db, { create: 'create table blog.tb_item (id uuid primary key, note text)' });
  await db.sql.query(`select app.enable_audit_cascade('blog.tb_item')`);
  const other = await db.connect();
  await work(other, on);
  await db.sql.query(`alter table blog.tb_item alter id type evil.mood using 'ok'`);
  await other.query(
    `insert into blog.tb_item values ('ok', 'a'); update blog.tb_item set note = 'b'; delete from blog.tb_item`,
  );
  expect((await trail(db.sql, 'item')).slice(-3).map((change) => [change.op, change.id])).toEqual([
    ['INSERT', null],
    ['UPDATE', null],
    ['DELETE', null],
  ]);
  expect(await sprung(other)).toBe('');
});

test('a baseline and a revert run no cast either', async ({ db }) => {
  const on = await prepare(db, { create: `create table blog.tb_item (id uuid primary key, note text)` });
  await db.sql.query(`
    alter table blog.tb_item ${addHostile};
    insert into blog.tb_item (id, note) values (${on.id(1)}, 'a');
    select app.enable_audit_cascade('blog.tb_item');
    select app.write_audit_baseline('blog.tb_item')`);
  await db.sql.query(`update blog.tb_item set mood = 'bad', moods = '{bad}', pair = '(2,ok)', ranges = '{}'`);
  await db.sql.query('select app.revert_transaction((select max(transaction_id) from app.audit_item))');
  expect((await trail(db.sql, 'item')).map(({ op }) => op)).toEqual(['INSERT', 'UPDATE', 'UPDATE']);
  expect((await trail(db.sql, 'item')).at(-1)?.new).toMatchObject(images);
  expect(await sprung(db.sql)).toBe('');
});

test('nobody can hide columns behind one of the marker type', async ({ db }) => {
  const role = await db.createRole('owner_of_table');
  await db.asAdmin(`create schema blog authorization ${role}`);
  const owner = await db.connect(role);
  await expect(
    owner.query('create table blog.tb_item (id integer primary key, mark app.no_column)'),
  ).rejects.toMatchObject({
    code: '42501',
  });
});

test('a history read by the values of a composite key runs no code of a type', async ({ db }) => {
  await createHostileTypes(db.sql);
  await db.sql.query(`
    create schema blog;
    create function evil.spring(value text) returns boolean language plpgsql as $$ begin
      perform set_config('trap.sprung', 'check as ' || current_user, false);
      return true;
    end $$;
    create domain evil.short as varchar(5);
    create domain evil.code as evil.short check (evil.spring(value));
    create domain evil.number as integer check (evil.spring(value::text));
    create table blog.tb_line (
      code evil.code, n evil.number, mood evil.mood, moods evil.mood[], codes evil.code[], at timestamptz,
      primary key (code, n, mood, moods, codes, at));
    select app.enable_audit_cascade('blog.tb_line');
    insert into blog.tb_line values ('a', 7, 'ok', '{ok,bad}', '{b}', '2025-01-31 12:00+00')`);
  const role = await db.createRole('reader');
  await db.sql.query('select app.grant_reader($1)', [role]);
  const reader = await db.connect(role);
  const id = ['a', '07', 'ok', '{ok, bad}', '{b}', '2025-01-31 13:00+01'];
  expect(await auditHistory(reader, 'blog.tb_line', id)).toHaveLength(1);
  expect(await sprung(reader)).toBe('');
});

test('no cast runs when the entity of a cascade is read', async ({ db }) => {
  const id = '10000000-0000-4000-8000-000000000000';
  await db.sql.query('create schema blog');
  await createHostileTypes(db.sql);
  await db.sql.query(`
    create table blog.tb_item (id uuid, gone integer, ${hostileColumns.map(([name, type]) => `${name} ${type}`).join(', ')});
    alter table blog.tb_item drop gone;
    insert into blog.tb_item values ('${id}', ${hostileColumns.map(([, , init]) => init).join(', ')});
    create table blog.tv_item (id uuid, data evil.mood);
    insert into blog.tv_item values ('${id}', 'ok'), (gen_random_uuid(), null)`);
  await setTraps(db.sql, 'blog.tb_item');
  const writer = await db.createRole('writer');
  await db.sql.query(`select app.grant_writer('${writer}');
    grant usage on schema blog to ${writer}; grant select on all tables in schema blog to ${writer}`);
  const client = await db.connect(writer);
  const read = `select app.cascade_entity('Item', '${id}', 'UPDATED', 'blog'`;
  expect(await value(client, `${read})`)).toMatchObject({ entity: { id, ...images } });
  // A document is jsonb, or what reads as such.
  await expect(client.query(`${read}, 'tv_item')`)).rejects.toMatchObject({ code: '42804' });
  await db.sql.query(`alter table blog.tv_item alter data type jsonb using '{"ok": 1}'::jsonb`);
  expect(await value(client, `${read}, 'tv_item')`)).toMatchObject({ entity: { ok: 1 } });
  expect(await sprung(client)).toBe('');
});

test('no cast of an id finds the entity of a cascade', async ({ db }) => {
  await createHostileTypes(db.sql);
  for (const type of ['evil.mood', 'evil.any_mood']) {
    await db.sql.query(`create table evil.tb_item (id ${type}); insert into evil.tb_item values ('ok')`);
    await expect(
      db.sql.query(`select app.cascade_entity('Item', gen_random_uuid(), 'UPDATED', 'evil')`),
    ).rejects.toMatchObject({ code: '42804', message: `column id of evil.tb_item is ${type} and must be uuid` });
    await db.sql.query('drop table evil.tb_item');
  }
  expect(await sprung(db.sql)).toBe('');
});
