import { expect } from 'vitest';
import { test } from '../../../harness/kafka/fixture.js';
import type { Pipeline } from '../../../../build/kafka/pipeline.js';

const post = '0190d7f0-5a3c-7c3e-9d57-4f2f5a1c9b11';

/** Writes an event, and returns its id. */
async function write({ db }: Pipeline, type: string, payload: string, key: string | null = null): Promise<string> {
  const { rows } = await db.sql.query<{ id: string }>(
    `select app.write_outbox_event($1, $2, 'PostCreated', $3::jsonb, p_partition_key => $4) as id`,
    [type, post, payload, key],
  );
  return rows[0]?.id ?? '';
}

test('an event arrives on the topic of its entity: key, payload as it was written, and headers', async ({
  running,
}) => {
  const pipeline = await running();
  const payload =
    '{"n": 12345678901234567890.10, "none": null, "empty": [], "mixed": [1, "a", null], "text": "Hällo ☃"}';
  await pipeline.db.sql.query(
    `select app.write_outbox_event('Post', $1, 'PostCreated', $2::jsonb, '{"cascade": {}}', '11111111-1111-1111-1111-111111111111', 'trace-1',
      '22222222-2222-2222-2222-222222222222', '33333333-3333-3333-3333-333333333333', 7, 'the key')`,
    [post, payload],
  );
  const { rows } = await pipeline.db.sql.query<{ id: string; payload: string; created_at: Date }>(
    'select id, event_payload::text as payload, created_at from app.outbox',
  );
  const [message] = await pipeline.events('Post', 1);
  expect(message).toEqual({
    topic: `${pipeline.prefix}.events.Post`,
    partition: expect.any(Number) as number,
    key: 'the key',
    value: rows[0]?.payload,
    headers: {
      id: rows[0]?.id,
      event_type: 'PostCreated',
      event_version: '7',
      aggregate_id: post,
      tenant_id: '11111111-1111-1111-1111-111111111111',
      trace_id: 'trace-1',
      correlation_id: '22222222-2222-2222-2222-222222222222',
      causation_id: '33333333-3333-3333-3333-333333333333',
      created_at: expect.any(String) as string,
    },
  });
  expect(new Date(message?.headers.created_at ?? '')).toEqual(rows[0]?.created_at);
});

test('what was not given is null in the headers, and the aggregate id is the key', async ({ running }) => {
  const pipeline = await running();
  await write(pipeline, 'Post', '{}');
  const [message] = await pipeline.events('Post', 1);
  expect(message).toMatchObject({
    key: post,
    value: '{}',
    headers: { event_version: '1', tenant_id: null, trace_id: null, correlation_id: null, causation_id: null },
  });
});

test('payloads of any shape and hostile strings arrive as they were written', async ({ running }) => {
  const pipeline = await running();
  const strings = [
    `'; drop table app.outbox; --`,
    '${env:SPECQL_CDC_PASSWORD} ${routedByValue} $1 \\1 %s {}',
    'line\nbreak\r\n\ttab \u0001\u001b[31m',
    '<script>"quoted" \\ back\\slash</script>',
    '\u202e right to left \ufeff 𝄞 👩‍👩‍👧',
    '__debezium_unavailable_value',
  ];
  const payloads = [
    ...strings.map((text) => JSON.stringify({ text })),
    ...[
      '"text"',
      '1.10',
      'true',
      '[]',
      '[null, {"a": [1, "b", {}]}]',
      '{"": {"": null}}',
      '0.1e-7',
      '-9007199254740993',
    ],
    JSON.stringify('x'.repeat(5_000_000)),
  ];
  for (const [index, payload] of payloads.entries())
    await write(pipeline, 'Any.type_1-x', payload, strings[index] ?? 'key');
  const { rows } = await pipeline.db.sql.query<{ id: string; value: string; key: string }>(
    'select id, event_payload::text as value, partition_key as key from app.outbox',
  );
  const messages = await pipeline.events('Any.type_1-x', payloads.length);
  const found = new Map(messages.map(({ headers, key, value }) => [headers.id, { key, value }]));
  for (const { id, key, value } of rows) expect(found.get(id)).toEqual({ key, value });
});

test('what was rolled back never was, to a savepoint or whole', async ({ running }) => {
  const pipeline = await running();
  const { sql } = pipeline.db;
  await sql.query('begin');
  await write(pipeline, 'Post', '"rolled back"');
  await sql.query('rollback; begin');
  await write(pipeline, 'Post', '"before"');
  await sql.query('savepoint s');
  await write(pipeline, 'Post', '"in savepoint"');
  await sql.query('rollback to savepoint s');
  await write(pipeline, 'Post', '"after"');
  await sql.query('commit');
  await write(pipeline, 'Post', '"last"');
  const messages = await pipeline.events('Post', 3);
  expect(messages.map(({ value }) => value)).toEqual(['"before"', '"after"', '"last"']);
});

test('marking, cleaning up, deleting and truncating stream nothing', async ({ running }) => {
  const pipeline = await running();
  const { sql } = pipeline.db;
  const id = await write(pipeline, 'Post', '1');
  await write(pipeline, 'Post', '2');
  await sql.query('select app.mark_outbox_processed($1)', [id]);
  await sql.query('select app.cleanup_outbox(0)');
  await sql.query('update app.outbox set retry_count = 1; delete from app.outbox');
  for (let segment = 0; segment < 10; segment += 1) await sql.query(`truncate app.outbox_s${segment}`);
  await write(pipeline, 'Post', '3');
  const messages = await pipeline.events('Post', 3);
  expect(messages.map(({ value }) => value)).toEqual(['1', '2', '3']);
});

test('all segments of the log stream under one name', async ({ running }) => {
  const pipeline = await running();
  for (let segment = 0; segment < 10; segment += 1)
    await pipeline.db.sql.query(
      `insert into app.outbox (segment, aggregate_type, aggregate_id, event_type, event_payload, partition_key)
       values ($1, 'Post', $2, 'PostCreated', to_jsonb($1::smallint), 'key')`,
      [segment, post],
    );
  const messages = await pipeline.events('Post', 10);
  expect(messages.map(({ value }) => value)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
});

test('events of all types that one transaction wrote arrive, each on its topic', async ({ running }) => {
  const pipeline = await running();
  await pipeline.db.sql.query(
    `select app.write_outbox_events((
       select jsonb_agg(jsonb_build_object('aggregate_type', 'Type' || i % 3, 'aggregate_id', $1::text, 'event_type', 'Created', 'event_payload', i) order by i)
       from generate_series(1, 30) i))`,
    [post],
  );
  for (const type of [0, 1, 2]) {
    const messages = await pipeline.events(`Type${type}`, 10);
    expect(messages.map(({ value }) => Number(value) % 3)).toEqual(Array(10).fill(type));
    expect(messages.map(({ value }) => Number(value))).toEqual(
      messages.map(({ value }) => Number(value)).sort((a, b) => a - b),
    );
  }
});
