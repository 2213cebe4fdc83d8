import { expect } from 'vitest';
import { rows, value } from '../../harness/query.js';
import { test } from '../../harness/fixture.js';
import { failure, postCreated, postId, write } from '../../harness/events.js';

const tenant = '0e0dd1a6-3a2a-4b1b-9b3e-8e7a6f9619ff';
const correlation = '1e0dd1a6-3a2a-4b1b-9b3e-8e7a6f9619ff';
const causation = '2e0dd1a6-3a2a-4b1b-9b3e-8e7a6f9619ff';
const audit = '3e0dd1a6-3a2a-4b1b-9b3e-8e7a6f9619ff';

test('an event is written as given', async ({ db }) => {
  const event = {
    ...postCreated,
    event_metadata: { mutation: 'create_post' },
    tenant_id: tenant,
    trace_id: 'trace-1',
    correlation_id: correlation,
    causation_id: causation,
    event_version: 2,
    partition_key: 'blog-1',
    audit_id: audit,
  };
  const id = await write(db.sql, event);
  const [row] = await rows(db.sql, 'select * from app.outbox where id = $1', [id]);
  expect(row).toMatchObject({ ...event, processed_at: null, processed_by: null, retry_count: 0, last_error: null });
});

test('the eight documented parameters can be passed by position', async ({ db }) => {
  const text = `select app.write_outbox_event('Post', '${postId}', 'PostCreated', '{"a": 1}', '{"b": 2}', '${tenant}', 'trace-1', '${correlation}')`;
  const id = await value(db.sql, text);
  expect(await rows(db.sql, 'select * from app.outbox')).toMatchObject([
    {
      id,
      event_payload: { a: 1 },
      event_metadata: { b: 2 },
      tenant_id: tenant,
      trace_id: 'trace-1',
      correlation_id: correlation,
    },
  ]);
});

test('tenant, trace, correlation and causation come from the context when not given', async ({ db }) => {
  const [ambient] = await contextOf();
  expect(ambient).toEqual({ tenant_id: null, trace_id: null, correlation_id: null, causation_id: null });

  await db.sql.query(`set app.tenant_id = '${tenant}'; set app.trace_id = 'trace-1';
    set app.correlation_id = '${correlation}'; set app.causation_id = '${causation}'`);
  const [set] = await contextOf();
  expect(set).toEqual({ tenant_id: tenant, trace_id: 'trace-1', correlation_id: correlation, causation_id: causation });

  const own = { tenant_id: audit, trace_id: 'mine', correlation_id: audit, causation_id: audit };
  const [given] = await contextOf(own);
  expect(given).toEqual(own);

  for (const absent of Object.keys(own) as (keyof typeof own)[]) {
    const [filled] = await contextOf({ ...own, [absent]: null });
    expect(filled, absent).toEqual({ ...own, [absent]: set?.[absent] });
  }
  for (const alone of Object.keys(own) as (keyof typeof own)[]) {
    await db.sql.query(`reset all; set app.${alone} = '${own[alone]}'`);
    const [filled] = await contextOf();
    expect(filled, alone).toEqual({ ...ambient, [alone]: own[alone] });
  }

  async function contextOf(parameters = {}) {
    const id = await write(db.sql, { ...postCreated, ...parameters });
    return rows(db.sql, 'select tenant_id, trace_id, correlation_id, causation_id from app.outbox where id = $1', [id]);
  }
});

test('the partition key is the aggregate id, and the version 1, unless given', async ({ db }) => {
  for (const absent of [{}, { partition_key: null, event_version: null }]) {
    const id = await write(db.sql, { ...postCreated, ...absent });
    expect(await rows(db.sql, 'select partition_key, event_version from app.outbox where id = $1', [id])).toEqual([
      { partition_key: postId, event_version: 1 },
    ]);
  }
});

test('a parameter that cannot be used is refused by name, and nothing is written', async ({ db }) => {
  const refusals: [Record<string, unknown>, string, string][] = [
    [{ aggregate_type: null }, '22004', 'p_aggregate_type is missing'],
    [{ aggregate_type: '' }, '22023', 'p_aggregate_type cannot be used'],
    [{ aggregate_type: 'Blog Post' }, '22023', 'p_aggregate_type cannot be used'],
    [{ aggregate_type: 'Póst' }, '22023', 'p_aggregate_type cannot be used'],
    [{ aggregate_type: 'Post\n' }, '22023', 'p_aggregate_type cannot be used'],
    [{ aggregate_id: null }, '22004', 'p_aggregate_id is missing'],
    [{ event_type: null }, '22004', 'p_event_type is missing'],
    [{ event_type: 'postCreated' }, '22023', 'p_event_type cannot be used'],
    [{ event_type: 'Post_Created' }, '22023', 'p_event_type cannot be used'],
    [{ event_type: 'PostCreated\n' }, '22023', 'p_event_type cannot be used'],
    [{ event_type: "x'; drop table app.outbox; --" }, '22023', 'p_event_type cannot be used'],
    [{ event_payload: null }, '22004', 'p_event_payload is missing'],
    [{ event_payload: 'null' }, '22004', 'p_event_payload is missing'],
    [{ event_version: 0 }, '22023', 'p_event_version cannot be used'],
    [{ partition_key: '' }, '22023', 'p_partition_key cannot be used'],
  ];
  for (const [parameters, code, message] of refusals) {
    const error = await failure(write(db.sql, { ...postCreated, ...parameters }));
    expect(error, JSON.stringify(parameters)).toMatchObject({ code, message });
    expect(error.hint).toMatch(/Pass|Start/);
    if (code === '22023') expect(error.detail).toMatch(/^Its value is /);
  }
  expect(await rows(db.sql, 'select from app.outbox')).toEqual([]);
});

test('the digits and signs a type may have are accepted', async ({ db }) => {
  await write(db.sql, { ...postCreated, aggregate_type: 'blog.Post_v2-a', event_type: 'OrderV2Created' });
  expect(await rows(db.sql, 'select aggregate_type, event_type from app.outbox')).toEqual([
    { aggregate_type: 'blog.Post_v2-a', event_type: 'OrderV2Created' },
  ]);
});

test('a setting that is no uuid is refused by name', async ({ db }) => {
  for (const setting of ['app.tenant_id', 'app.correlation_id', 'app.causation_id']) {
    await db.sql.query(`select set_config($1, 'tenant-a', false)`, [setting]);
    const error = await failure(write(db.sql, postCreated));
    expect(error).toMatchObject({ code: '22P02', message: `setting ${setting} is not a uuid` });
    await db.sql.query(`select set_config($1, '', false)`, [setting]);
  }
});

test('hostile text and large or deep JSON come back as they went in', async ({ db }) => {
  const hostile = `'"\\ \\u0041 $$ %s {}, ; -- 🦉 ﷽ \u2028\t\r\n`;
  const payload = {
    [hostile]: hostile,
    large: 'x'.repeat(1_000_000),
    deep: nested(1000),
    number: 1e308,
    empty: {},
    none: null,
  };
  const id = await write(db.sql, {
    ...postCreated,
    event_payload: payload,
    event_metadata: [hostile],
    trace_id: hostile,
    partition_key: hostile,
  });
  expect(
    await rows(db.sql, 'select event_payload, event_metadata, trace_id, partition_key from app.outbox where id = $1', [
      id,
    ]),
  ).toEqual([{ event_payload: payload, event_metadata: [hostile], trace_id: hostile, partition_key: hostile }]);
});

test('any JSON but null is a payload', async ({ db }) => {
  for (const payload of ['{}', '[]', '0', 'false', '""', '"null"', '[null]', '12345678901234567890.10']) {
    const id = await write(db.sql, { ...postCreated, event_payload: payload });
    expect(await value(db.sql, 'select event_payload::text from app.outbox where id = $1', [id])).toBe(payload);
  }
});

test('a role that may execute the function, and nothing else, writes events', async ({ db }) => {
  const role = await db.createRole('writer');
  await db.sql.query(`grant usage on schema app to ${role}`);
  const writer = await db.connect(role);
  expect(await failure(write(writer, postCreated))).toMatchObject({ code: '42501' });

  await db.sql.query(`grant execute on function app.write_outbox_event to ${role}`);
  const id = await write(writer, postCreated);
  expect(await value(db.sql, 'select id from app.outbox')).toBe(id);
  expect(await failure(writer.query('select from app.outbox'))).toMatchObject({ code: '42501' });
  expect(await failure(write(writer, { ...postCreated, event_type: 'x' }))).toMatchObject({ code: '22023' });
});

const nested = (depth: number): unknown => (depth === 0 ? 'bottom' : { down: [nested(depth - 1)] });
