import { expect } from 'vitest';
import { column, rows, value } from '../../harness/query.js';
import { test } from '../../harness/fixture.js';
import { failure, postCreated, postId, write, writeAll, type Event } from '../../harness/events.js';

const other = '0e0dd1a6-3a2a-4b1b-9b3e-8e7a6f9619ff';

const numbered = (count: number) =>
  Array.from({ length: count }, (_, number): Event => ({ ...postCreated, event_payload: { number } }));

test('a batch is written in the order of its array, and returns the ids in that order', async ({ db }) => {
  const ids = await writeAll(db.sql, numbered(2000));
  const written = await rows(
    db.sql,
    `select id, event_payload -> 'number' as number from app.outbox order by event_id`,
  );
  expect(written.map(({ number }) => number)).toEqual(Array.from({ length: 2000 }, (_, number) => number));
  expect(written.map(({ id }) => id)).toEqual(ids);
});

test('every row of a batch is what the writer of one event makes of the same parameters', async ({ db }) => {
  await db.sql.query(`set app.tenant_id = '${other}'; set app.trace_id = 'ambient';
    set app.correlation_id = '${other}'; set app.causation_id = '${other}'`);
  const events: Event[] = [
    postCreated,
    { ...postCreated, event_metadata: null, tenant_id: null, trace_id: null, correlation_id: null, causation_id: null },
    { ...postCreated, event_version: 3, partition_key: 'key', audit_id: postId, event_metadata: { a: [1, null, '"'] } },
    { ...postCreated, tenant_id: postId, trace_id: 'own', correlation_id: postId, causation_id: postId },
    { ...postCreated, aggregate_id: postId.toUpperCase().replaceAll('-', ''), event_payload: ['\\ \' " $$ 🦉'] },
  ];
  const read = `select jsonb_build_array(event_metadata is null, to_jsonb(o) - '{id,event_id,transaction_id,created_at}'::text[]) from app.outbox o order by event_id`;
  for (const event of events) await write(db.sql, event);
  const oneByOne = await column(db.sql, read);
  await db.sql.query('truncate app.outbox');
  await writeAll(db.sql, events);
  expect(await column(db.sql, read)).toEqual(oneByOne);
});

test('an empty batch writes nothing', async ({ db }) => {
  expect(await writeAll(db.sql, [])).toEqual([]);
  expect(await rows(db.sql, 'select from app.outbox')).toEqual([]);
});

test('what is not an array of objects is refused', async ({ db }) => {
  const missing = await failure(db.sql.query('select app.write_outbox_events(null)'));
  expect(missing).toMatchObject({ code: '22004', message: 'p_events is missing' });
  for (const events of [{}, 'text', 1, null]) {
    expect(await failure(writeAll(db.sql, events))).toMatchObject({
      code: '22023',
      message: 'p_events cannot be used',
    });
  }
  for (const element of [null, 1, 'text', [], [postCreated]]) {
    const error = await failure(writeAll(db.sql, [postCreated, element]));
    expect(error).toMatchObject({ code: '22023', message: 'p_events[1] cannot be used' });
  }
});

test('one bad element rejects the batch and is named with its key', async ({ db }) => {
  const refusals: [Event, string, string][] = [
    [{ aggregate_type: null }, '22004', 'aggregate_type is missing'],
    [{ aggregate_type: 'a b' }, '22023', 'aggregate_type cannot be used'],
    [{ aggregate_type: { a: 1 } }, '22023', 'aggregate_type cannot be used'],
    [{ aggregate_id: undefined }, '22004', 'aggregate_id is missing'],
    [{ aggregate_id: 'post-1' }, '22023', 'aggregate_id cannot be used'],
    [{ aggregate_id: `{${postId}` }, '22023', 'aggregate_id cannot be used'],
    [{ event_type: 'created' }, '22023', 'event_type cannot be used'],
    [{ event_payload: null }, '22004', 'event_payload is missing'],
    [{ tenant_id: 7 }, '22023', 'tenant_id cannot be used'],
    [{ correlation_id: '' }, '22023', 'correlation_id cannot be used'],
    [{ causation_id: [] }, '22023', 'causation_id cannot be used'],
    [{ audit_id: 'x' }, '22023', 'audit_id cannot be used'],
    [{ event_version: 0 }, '22023', 'event_version cannot be used'],
    [{ event_version: 1.5 }, '22023', 'event_version cannot be used'],
    [{ event_version: 1e12 }, '22023', 'event_version cannot be used'],
    [{ event_version: 'two' }, '22023', 'event_version cannot be used'],
    [{ partition_key: '' }, '22023', 'partition_key cannot be used'],
    [{ p_tenant_id: other }, '22023', 'p_tenant_id cannot be used'],
    [{ tenant: null }, '22023', 'tenant cannot be used'],
  ];
  for (const [change, code, message] of refusals) {
    const events = numbered(5);
    events[3] = { ...events[3], ...change };
    const error = await failure(writeAll(db.sql, events));
    expect(error, JSON.stringify(change)).toMatchObject({ code, message: `p_events[3].${message}` });
    expect(error.hint).toBeTruthy();
  }
  expect(await rows(db.sql, 'select from app.outbox')).toEqual([]);
});

test('of several bad elements the first is named', async ({ db }) => {
  const events = numbered(4).map((event, index) => (index < 2 ? event : { ...event, event_type: `bad${index}` }));
  expect(await failure(writeAll(db.sql, events))).toMatchObject({
    message: 'p_events[2].event_type cannot be used',
    detail: "Its value is 'bad2'.",
  });
});

test('a role that may execute the function, and nothing else, writes batches', async ({ db }) => {
  const role = await db.createRole('writer');
  await db.sql.query(
    `grant usage on schema app to ${role}; grant execute on function app.write_outbox_events to ${role}`,
  );
  const writer = await db.connect(role);
  await writeAll(writer, numbered(3));
  expect(await value(db.sql, 'select count(*)::int from app.outbox')).toBe(3);
  const error = await failure(writeAll(writer, [{ ...postCreated, colour: 'red' }]));
  expect(error).toMatchObject({ code: '22023', message: 'p_events[0].colour cannot be used' });
});
