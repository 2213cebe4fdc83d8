import { expect } from 'vitest';
import type pg from 'pg';
import { rows, value } from '../../../harness/query.js';
import { test } from '../../../harness/fixture.js';

const [ada, bob, eve, context] = ['a', 'b', 'e', 'c'].map((digit) => `${digit.repeat(8)}-0000-4000-8000-000000000000`);

async function createItems(sql: pg.ClientBase): Promise<void> {
  await sql.query(`
    create table public.tb_item (
      id integer primary key, v text, created_by uuid, updated_by uuid, deleted_at timestamptz, deleted_by uuid, tenant_id uuid);
    select app.enable_audit_cascade('public.tb_item')`);
}

const changedBy = async (sql: pg.ClientBase) =>
  (await rows(sql, 'select changed_by from app.audit_item order by changed_at, audit_id')).map((row) => row.changed_by);

test('without a context, the column that says who did this names the user', async ({ db }) => {
  await createItems(db.sql);
  await db.sql.query(`
    insert into tb_item (id, created_by, updated_by) values (1, '${ada}', '${bob}');
    update tb_item set v = 'b';
    update tb_item set v = 'c', updated_by = '${eve}';
    update tb_item set deleted_at = now(), deleted_by = '${ada}';
    update tb_item set v = 'd';
    update tb_item set deleted_at = null, deleted_by = null;
    update tb_item set deleted_at = now();
    delete from tb_item`);
  expect(await changedBy(db.sql)).toEqual([ada, bob, eve, ada, eve, eve, eve, null]);
});

test('the user of the context comes first, for every operation', async ({ db }) => {
  await createItems(db.sql);
  await db.sql.query(`
    set app.user_id = '${context}';
    insert into tb_item (id, created_by) values (1, '${ada}');
    update tb_item set updated_by = '${bob}';
    update tb_item set deleted_at = now(), deleted_by = '${bob}';
    delete from tb_item;
    truncate tb_item`);
  expect(await changedBy(db.sql)).toEqual([context, context, context, context, context]);
});

test('a change of key keeps who did it', async ({ db }) => {
  await createItems(db.sql);
  await db.sql.query(
    `insert into tb_item (id, created_by, updated_by) values (1, '${ada}', '${bob}'); update tb_item set id = 2`,
  );
  expect(
    await rows(db.sql, 'select operation_type, changed_by from app.audit_item order by changed_at, audit_id'),
  ).toEqual([
    { operation_type: 'INSERT', changed_by: ada },
    { operation_type: 'DELETE', changed_by: null },
    { operation_type: 'INSERT', changed_by: bob },
  ]);
});

test('a table without such columns, or with others of that name, names nobody', async ({ db }) => {
  await db.sql.query(`
    create table public.tb_item (id integer primary key, created_by text, updated_by integer);
    select app.enable_audit_cascade('tb_item');
    insert into tb_item values (1, 'Ada', 7);
    update tb_item set updated_by = 8`);
  expect(await changedBy(db.sql)).toEqual([null, null]);
});

test('an excluded column names nobody', async ({ db }) => {
  await createItems(db.sql);
  await db.sql.query(`
    select app.enable_audit_cascade('tb_item', p_exclude => '{created_by}', p_redact => '{updated_by}');
    insert into tb_item (id, created_by, updated_by) values (1, '${ada}', '${bob}');
    update tb_item set v = 'b'`);
  expect(await changedBy(db.sql)).toEqual([null, null]);
});

test('each row says from where, by which role and program, in which transaction and why', async ({ db }) => {
  await createItems(db.sql);
  const writer = await db.createRole('writer');
  await db.sql.query(`grant insert on tb_item to ${writer}`);
  const other = await db.connect(writer);
  await other.query(`set application_name = 'the shop'`);
  const transaction = await value(
    other,
    `with changed as (insert into tb_item (id) values (1)) select pg_current_xact_id()::text`,
  );
  await other.query(`set app.change_reason = 'spring sale'; insert into tb_item (id) values (2)`);
  expect(
    await rows(
      db.sql,
      `select session_user_name, application_name, host(client_addr) as client, change_reason,
         transaction_id = $1 as same_transaction, changed_at between created_at and clock_timestamp() as in_time
       from app.audit_item order by changed_at`,
      [transaction],
    ),
  ).toEqual([
    {
      session_user_name: writer,
      application_name: 'the shop',
      client: expect.any(String) as string,
      change_reason: null,
      same_transaction: true,
      in_time: true,
    },
    {
      session_user_name: writer,
      application_name: 'the shop',
      client: expect.any(String) as string,
      change_reason: 'spring sale',
      same_transaction: false,
      in_time: true,
    },
  ]);
});

test('SET ROLE and SECURITY DEFINER do not hide who logged in', async ({ db }) => {
  await createItems(db.sql);
  const writer = await db.createRole('writer');
  await db.sql.query(`
    create function public.add_item() returns void language sql security definer as 'insert into public.tb_item (id) values (1)'`);
  const other = await db.connect(writer);
  await other.query('select add_item()');
  expect(await value(db.sql, 'select session_user_name from app.audit_item')).toBe(writer);
});

test('the tenant is that of the row, or else of the context; a row that moves belongs to its new one', async ({
  db,
}) => {
  await createItems(db.sql);
  await db.sql.query(`
    set app.tenant_id = '${context}';
    insert into tb_item (id, tenant_id) values (1, '${ada}'), (2, null);
    update tb_item set tenant_id = '${bob}' where id = 1;
    delete from tb_item where id = 1`);
  expect(
    (await rows(db.sql, 'select tenant_id from app.audit_item order by changed_at, audit_id')).map(
      (row) => row.tenant_id,
    ),
  ).toEqual([ada, context, bob, bob]);
});
