import { expect } from 'vitest';
import type pg from 'pg';
import { rows } from '../../../harness/query.js';
import { test } from '../../../harness/fixture.js';
import { contents, replayed, story, trail } from '../../../harness/trail.js';

const [ada, bob] = ['aaaaaaaa-0000-4000-8000-000000000001', 'bbbbbbbb-0000-4000-8000-000000000002'];
const unknown = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

async function createItems(sql: pg.ClientBase): Promise<void> {
  await sql.query(`
    create table public.tb_item (
      id integer primary key, v text, tenant_id uuid, created_by uuid, updated_by uuid, password text, seen integer, hidden text);
    select app.enable_audit_cascade('public.tb_item', p_redact => '{password}', p_ignore => '{seen}', p_exclude => '{hidden}');
    insert into tb_item values (1, 'a', '${ada}', '${bob}', '${bob}', 'secret', 1, 'hidden')`);
}

const errors = (sql: pg.ClientBase) =>
  rows(sql, `select "check", detail, hint from app.health_check() where status = 'error' order by 1, 2`);

/** Each kind of DML, none of which may fail. */
async function work(sql: pg.ClientBase): Promise<void> {
  await sql.query(`update tb_item set v = v || '+'`);
  await sql.query(`insert into tb_item (v) select v from tb_item where v = 'x'`);
  await sql.query(`delete from tb_item where v = 'x'`);
}

test('a column added is in the images at once', async ({ db }) => {
  await createItems(db.sql);
  await db.sql.query(`alter table tb_item add note text default 'n'; update tb_item set note = 'm'`);
  const last = (await trail(db.sql, 'item')).at(-1);
  expect([last?.old?.note, last?.new?.note]).toEqual(['n', 'm']);
  expect(await errors(db.sql)).toMatchObject([{ check: 'definition' }]);
});

test('a column dropped is out of the images at once', async ({ db }) => {
  await createItems(db.sql);
  await db.sql.query(`alter table tb_item drop updated_by; update tb_item set v = 'b'`);
  expect((await trail(db.sql, 'item')).at(-1)?.new).not.toHaveProperty('updated_by');
  expect(await errors(db.sql)).toMatchObject([{ check: 'definition' }]);
});

test('a type changed is in the images at once', async ({ db }) => {
  await createItems(db.sql);
  await db.sql.query(`alter table tb_item alter v type jsonb using to_jsonb(v); update tb_item set v = '{"a": 1}'`);
  const last = (await trail(db.sql, 'item')).at(-1);
  expect([last?.old?.v, last?.new?.v]).toEqual(['a', { a: 1 }]);
  expect(await errors(db.sql)).toMatchObject([{ check: 'definition' }]);
});

/** What becomes of a column auditing relies on, which check says so, and what the next row then says after enabling again. */
const changes: Record<string, { alter: string; checks: string[]; again?: string; after: Record<string, unknown> }> = {
  'the key is renamed': {
    alter: 'alter table tb_item rename id to number',
    checks: ['columns', 'definition'],
    after: { entity_id: 1, tenant_id: ada },
  },
  'the key is dropped': {
    alter: 'alter table tb_item drop id',
    checks: ['columns', 'definition'],
    after: { entity_id: null, tenant_id: ada },
  },
  'the key gets a wider type': {
    alter: 'alter table tb_item alter id type bigint; update tb_item set id = 5000000000',
    checks: ['definition'],
    after: { entity_id: '5000000000', tenant_id: ada },
  },
  'the key gets another type': {
    alter: `alter table tb_item alter id type uuid using '${bob}'`,
    checks: ['definition'],
    after: { entity_id: bob, tenant_id: ada },
  },
  'the tenant is renamed': {
    alter: 'alter table tb_item rename tenant_id to organisation_id',
    checks: ['columns'],
    again: `, p_tenant_column => 'organisation_id'`,
    after: { entity_id: 1, tenant_id: ada },
  },
  'the tenant is dropped': {
    alter: 'alter table tb_item drop tenant_id',
    checks: ['columns'],
    again: `, p_tenant_column => ''`,
    after: { entity_id: 1, tenant_id: null },
  },
  'the tenant gets another type': {
    alter: `alter table tb_item alter tenant_id type text using 'acme'`,
    checks: ['columns', 'definition'],
    again: `, p_tenant_column => ''`,
    after: { entity_id: 1, tenant_id: null },
  },
  'the editor is renamed': {
    alter: 'alter table tb_item rename updated_by to edited_by',
    checks: ['definition'],
    after: { entity_id: 1, changed_by: null },
  },
  'the editor gets another type': {
    alter: `alter table tb_item alter updated_by type text using 'Bob'`,
    checks: ['definition'],
    after: { entity_id: 1, changed_by: null },
  },
  'an editor is added where there was none': {
    alter: `alter table tb_item drop updated_by; select app.enable_audit_cascade('tb_item'); alter table tb_item add updated_by uuid default '${bob}'`,
    checks: ['definition'],
    after: { entity_id: 1, changed_by: bob },
  },
  'a redacted column is renamed': {
    alter: 'alter table tb_item rename password to passphrase',
    checks: ['columns'],
    again: `, p_redact => '{passphrase}'`,
    after: { redacted: '***' },
  },
  'an excluded and an ignored column are dropped': {
    alter: 'alter table tb_item drop hidden, drop seen',
    checks: ['columns'],
    again: `, p_exclude => '{}', p_ignore => '{}'`,
    after: { entity_id: 1 },
  },
};

for (const [what, { alter, checks, again = '', after }] of Object.entries(changes)) {
  test(`when ${what} no statement fails, health_check says so and enabling again mends it`, async ({ db }) => {
    await createItems(db.sql);
    await db.sql.query(alter);
    await work(db.sql);
    expect((await errors(db.sql)).map(({ check }) => check)).toEqual(checks);
    await db.sql.query(`select app.enable_audit_cascade('public.tb_item'${again})`);
    await work(db.sql);
    const [last] = await rows(
      db.sql,
      `select *, coalesce(new_values ->> 'passphrase', new_values ->> 'password') as redacted
       from app.audit_item order by changed_at desc, audit_id desc limit 1`,
    );
    expect(last).toMatchObject(after);
    expect(await errors(db.sql)).toEqual([]);
  });
}

test('a uuid key, tenant and editor are read as long as they say a uuid, and no statement fails afterwards', async ({
  db,
}) => {
  await db.sql.query(`
    create table public.tb_item (id uuid primary key, v text, tenant_id uuid, updated_by uuid);
    select app.enable_audit_cascade('tb_item');
    insert into tb_item values ('${ada}', 'a', '${ada}', '${bob}')`);
  for (const alter of [
    `alter id type text, alter tenant_id type varchar(36), alter updated_by type char(36)`,
    `alter tenant_id type integer using 5, alter updated_by type text using 'Bob'`,
    `alter tenant_id type text using 'customer-0001-0001-0001-000000000001'`,
    `rename id to number`,
  ]) {
    await db.sql.query(`alter table tb_item ${alter}`);
    await db.sql.query(`update tb_item set v = v || '+'`);
  }
  expect(await rows(db.sql, 'select operation_type, entity_id, tenant_id, changed_by from app.audit_item')).toEqual([
    { operation_type: 'INSERT', entity_id: ada, tenant_id: ada, changed_by: null },
    { operation_type: 'UPDATE', entity_id: ada, tenant_id: ada, changed_by: bob },
    { operation_type: 'UPDATE', entity_id: ada, tenant_id: unknown, changed_by: null },
    { operation_type: 'UPDATE', entity_id: ada, tenant_id: unknown, changed_by: null },
    // Without its key nobody can say which before image belongs to which after image.
    { operation_type: 'DELETE', entity_id: null, tenant_id: unknown, changed_by: null },
    { operation_type: 'INSERT', entity_id: null, tenant_id: unknown, changed_by: null },
  ]);
});

test('the hint of a finding, run as it stands, mends what needs no decision', async ({ db }) => {
  await createItems(db.sql);
  await db.sql.query('alter table tb_item alter id type bigint');
  const [finding] = await errors(db.sql);
  await db.sql.query(String(finding?.hint).replace(/^Run: (.*)\.$/, '$1'));
  expect(await errors(db.sql)).toEqual([]);
});

test('ids of before and after a change of the key type are found by the same history function', async ({ db }) => {
  await createItems(db.sql);
  await db.sql.query(`
    alter table tb_item alter id type uuid using '${bob}';
    select app.enable_audit_cascade('public.tb_item');
    update tb_item set v = 'b'`);
  const history = (id: string) => rows(db.sql, 'select operation_type from app.get_item_audit_history($1)', [id]);
  expect(await history('1')).toEqual([{ operation_type: 'INSERT' }]);
  expect(await history(bob)).toEqual([{ operation_type: 'UPDATE' }]);
});

test('a key of one column made one of several is refused: its history knows rows by the former', async ({ db }) => {
  await createItems(db.sql);
  await db.sql.query(
    'alter table tb_item drop constraint tb_item_pkey, add part integer default 1, add primary key (id, part)',
  );
  await expect(
    db.sql.query(`select app.enable_audit_cascade('tb_item', p_key_columns => '{id,part}')`),
  ).rejects.toMatchObject({ code: '42804', hint: expect.stringContaining('p_key_columns') as string });
  await db.sql.query(`select app.enable_audit_cascade('tb_item'); update tb_item set v = 'b'`);
  expect((await trail(db.sql, 'item')).at(-1)).toMatchObject({ op: 'UPDATE', id: 1 });
});

test('prepared statements go on over added, dropped and retyped columns', async ({ db }) => {
  await createItems(db.sql);
  const update = (v: string) => db.sql.query({ name: 'u', text: 'update tb_item set v = $1', values: [v] });
  const other = await db.connect();
  for (let i = 0; i < 10; i++) await update(`before ${i}`);
  for (const alter of [
    'add a integer default 1',
    'drop seen',
    'alter a type text',
    'rename a to b',
    'drop b',
    'add c point',
  ]) {
    await other.query(`alter table tb_item ${alter}`);
    await update(alter);
  }
  expect((await story(db.sql, 'item')).slice(-2)).toEqual([
    'UPDATE 1: rename a to b > drop b',
    'UPDATE 1: drop b > add c point',
  ]);
  expect((await trail(db.sql, 'item')).at(-1)?.new).toMatchObject({ v: 'add c point', c: null });
});

test('images follow a table through every kind of change', async ({ db }) => {
  await db.sql.query(`
    create table public.tb_item (a integer, id integer primary key, b text);
    alter table tb_item drop a;
    select app.enable_audit_cascade('tb_item');
    insert into tb_item values (1, 'x');
    truncate tb_item;
    alter table tb_item add c integer default 7, drop b;
    insert into tb_item values (2), (3);
    update tb_item set c = 8 where id = 2`);
  expect(await replayed(db.sql, 'item')).toEqual(await contents(db.sql, 'tb_item'));
});
