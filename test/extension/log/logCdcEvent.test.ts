import { expect } from 'vitest';
import { rows, value } from '../../harness/query.js';
import { test } from '../../harness/fixture.js';
import { customerDeleted, failure, log, postId, type Event } from '../../harness/events.js';

const tenant = '0e0dd1a6-3a2a-4b1b-9b3e-8e7a6f9619ff';
const latest = 'select * from app.mutation_events order by event_id desc limit 1';
const source = 'select source from app.mutation_events order by event_id desc limit 1';

test('a change is logged with its images and its metadata', async ({ db }) => {
  await db.sql.query(
    `select app.log_cdc_event('ORDER_UPDATED', 'order', '${postId}', 'UPDATE', '{"n": 1}', '{"n": 2}', '{"by": "ann"}')`,
  );
  const [event] = await rows(db.sql, latest);
  expect(event).toMatchObject({
    event_id: '1',
    event_type: 'ORDER_UPDATED',
    entity_type: 'order',
    entity_id: postId,
    operation: 'UPDATE',
    payload: { before: { n: 1 }, after: { n: 2 }, metadata: { by: 'ann' } },
    tenant_id: null,
    partition_key: postId,
  });
});

test("the source names database and transaction, and both transaction ids are the writer's", async ({ db }) => {
  await db.sql.query('begin');
  await log(db.sql, customerDeleted);
  const txId = await value(db.sql, 'select pg_current_xact_id()::text');
  await db.sql.query('commit');
  const [event] = await rows(db.sql, latest);
  expect(event?.transaction_id).toBe(txId);
  expect(event?.source).toEqual({
    version: await value(db.sql, `select extversion from pg_extension where extname = 'specql_cdc'`),
    connector: 'specql_cdc',
    db: db.name,
    schema: null,
    table: null,
    txId: Number(txId),
    ts_ms: expect.any(Number) as number,
  });
  const age = `select abs((source ->> 'ts_ms')::bigint - extract(epoch from now()) * 1000) < 3600000 from app.mutation_events`;
  expect(await value(db.sql, age)).toBe(true);
});

test('the table is the audited one of that entity or type name, wherever it was moved', async ({ db }) => {
  await db.sql.query('create schema crm; create table crm.tb_customer (id uuid primary key)');
  await db.sql.query(`select app.enable_audit_cascade('crm.tb_customer')`);
  for (const entity_type of ['customer', 'Customer']) {
    await log(db.sql, { ...customerDeleted, entity_type });
    expect(await value(db.sql, source)).toMatchObject({ schema: 'crm', table: 'tb_customer' });
  }
  await db.sql.query('alter table crm.tb_customer rename to client');
  await log(db.sql, customerDeleted);
  expect(await value(db.sql, source)).toMatchObject({ schema: 'crm', table: 'client' });
});

test('the table given wins over the audited one', async ({ db }) => {
  await db.sql.query(
    `create table public.tb_customer (id uuid primary key); select app.enable_audit_cascade('tb_customer')`,
  );
  await log(db.sql, { ...customerDeleted, schema: 'Sales "x"', table: 'old customers' });
  expect(await value(db.sql, source)).toMatchObject({ schema: 'Sales "x"', table: 'old customers' });
});

test('the tenant comes from the context when not given', async ({ db }) => {
  const tenantOf = async (event: Event) => {
    await log(db.sql, event);
    return (await rows(db.sql, latest))[0]?.tenant_id;
  };
  expect(await tenantOf(customerDeleted)).toBeNull();
  await db.sql.query(`set app.tenant_id = '${tenant}'`);
  expect(await tenantOf(customerDeleted)).toBe(tenant);
  expect(await tenantOf({ ...customerDeleted, tenant_id: postId })).toBe(postId);
  await db.sql.query(`set app.tenant_id = 'acme'`);
  expect(await failure(log(db.sql, customerDeleted))).toMatchObject({
    code: '22P02',
    message: 'setting app.tenant_id is not a uuid',
  });
});

test('an entity without id is ordered by its type', async ({ db }) => {
  await log(db.sql, { ...customerDeleted, entity_id: null });
  expect(await rows(db.sql, latest)).toMatchObject([{ entity_id: null, partition_key: 'customer' }]);
});

test('a parameter that cannot be used is refused by name, and nothing is logged', async ({ db }) => {
  const image = { a: 1 };
  const refusals: [Event, string, string][] = [
    [{ event_type: null }, '22004', 'p_event_type is missing'],
    [{ event_type: 'customer_deleted' }, '22023', 'p_event_type cannot be used'],
    [{ event_type: 'CUSTOMER-DELETED' }, '22023', 'p_event_type cannot be used'],
    [{ event_type: 'CUSTOMER_DELETED\n' }, '22023', 'p_event_type cannot be used'],
    [{ entity_type: null }, '22004', 'p_entity_type is missing'],
    [{ entity_type: '' }, '22023', 'p_entity_type cannot be used'],
    [{ operation: null }, '22004', 'p_operation is missing'],
    [{ operation: 'delete' }, '22023', 'p_operation cannot be used'],
    [{ operation: 'DELETE', before: null, after: image }, '22004', 'p_before is missing'],
    [{ operation: 'DELETE', before: 'null' }, '22004', 'p_before is missing'],
    [{ operation: 'CREATE', before: null }, '22004', 'p_after is missing'],
    [{ operation: 'UPDATE', before: image }, '22004', 'p_after is missing'],
    [{ operation: 'UPDATE', before: image, after: 'null' }, '22004', 'p_after is missing'],
    [{ table: 'tb_customer' }, '22004', 'p_schema is missing'],
    [{ schema: 'crm' }, '22004', 'p_table is missing'],
  ];
  for (const [change, code, message] of refusals) {
    const error = await failure(log(db.sql, { ...customerDeleted, ...change }));
    expect(error, JSON.stringify(change)).toMatchObject({ code, message });
    expect(error.hint).toBeTruthy();
  }
  expect(await rows(db.sql, 'select from app.mutation_events')).toEqual([]);
});

test('each operation is logged with the images it has', async ({ db }) => {
  const image = { a: 1 };
  const changes = [
    { event_type: 'CustomerCreatedV2', operation: 'CREATE', before: null, after: image },
    { operation: 'UPDATE', before: null, after: image },
    { operation: 'UPDATE', before: image, after: image },
    { operation: 'DELETE', before: image, after: null },
  ];
  for (const change of changes) {
    await log(db.sql, { ...customerDeleted, ...change });
    const [event] = await rows(db.sql, latest);
    expect(event).toMatchObject({
      operation: change.operation,
      payload: { before: change.before, after: change.after, metadata: null },
    });
  }
});

test('hostile text and large or deep JSON come back as they went in', async ({ db }) => {
  const hostile = `'"\\ \\u0041 $$ %s {}, ; -- 🦉 \u2028\n`;
  const image = { [hostile]: hostile, large: 'x'.repeat(1_000_000), none: null };
  await log(db.sql, {
    ...customerDeleted,
    entity_type: hostile,
    before: image,
    metadata: [hostile],
    schema: hostile,
    table: hostile,
  });
  expect(await rows(db.sql, latest)).toMatchObject([
    {
      entity_type: hostile,
      payload: { before: image, after: null, metadata: [hostile] },
      source: { schema: hostile, table: hostile },
    },
  ]);
});

test('a role that may execute the function, and nothing else, logs changes', async ({ db }) => {
  const role = await db.createRole('writer');
  await db.sql.query(`grant usage on schema app to ${role}; grant execute on function app.log_cdc_event to ${role}`);
  const writer = await db.connect(role);
  await writer.query(`set app.notify_payload = 'on'`);
  await log(writer, customerDeleted);
  expect(await rows(db.sql, 'select from app.mutation_events')).toHaveLength(1);
  expect(await failure(writer.query('select from app.mutation_events'))).toMatchObject({ code: '42501' });
});
