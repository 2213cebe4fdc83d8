import { expect } from 'vitest';
import { readMessages } from '../../../../build/kafka/messages.js';
import { test } from '../../../harness/kafka/fixture.js';

const post = '0190d7f0-5a3c-7c3e-9d57-4f2f5a1c9b11';

test('in an envelope: the whole event, with payload and metadata as JSON texts that nothing has altered', async ({
  running,
}) => {
  const pipeline = await running('--value', 'envelope');
  const { sql } = pipeline.db;
  await sql.query(
    `select app.write_outbox_event('Post', $1, 'PostCreated', '{"n": 1234567890123456789.10, "a": [1, "x", null]}', '{"cascade": {"updated": []}}', p_trace_id => 't')`,
    [post],
  );
  await sql.query(`select app.write_outbox_event('Post', $1, 'PostDeleted', '[]')`, [post]);
  const [first, second] = (await pipeline.events('Post', 2)).map(({ value }) => JSON.parse(value ?? '') as object);
  const { rows } = await sql.query<{ id: string }>('select id from app.outbox order by event_id');
  expect(first).toEqual({
    id: rows[0]?.id,
    aggregate_type: 'Post',
    aggregate_id: post,
    event_type: 'PostCreated',
    event_version: 1,
    event_payload: '{"a": [1, "x", null], "n": 1234567890123456789.10}',
    event_metadata: '{"cascade": {"updated": []}}',
    tenant_id: null,
    trace_id: 't',
    correlation_id: null,
    causation_id: null,
    created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string,
  });
  expect(second).toMatchObject({ id: rows[1]?.id, event_payload: '[]', event_metadata: null, trace_id: null });
});

test.for(['payload', 'envelope'])('the log of changes streams too, unwrapped, as %s', async (form, { running }) => {
  const pipeline = await running('--mutation-events', '--value', form);
  const { sql } = pipeline.db;
  await sql.query(
    `select app.log_cdc_event('CUSTOMER_DELETED', 'a customer / with spaces', $1, 'DELETE', '{"n": 1.10}', null, '{"why": "asked"}')`,
    [post],
  );
  await sql.query(`select app.write_outbox_event('Post', $1, 'PostCreated', '{}')`, [post]);
  const [message] = await readMessages(
    pipeline.stack.broker.bootstrap,
    [`${pipeline.prefix}.mutation_events`],
    (messages) => messages.length === 1,
  );
  const { rows } = await sql.query<{ id: string; payload: string }>(
    'select id, payload::text from app.mutation_events',
  );
  expect(message?.key).toBe(post);
  const fields = {
    id: rows[0]?.id,
    event_type: 'CUSTOMER_DELETED',
    entity_type: 'a customer / with spaces',
    operation: 'DELETE',
  };
  if (form === 'payload') {
    expect(message?.value).toBe(rows[0]?.payload);
    expect(message?.headers).toMatchObject(fields);
  } else {
    expect(JSON.parse(message?.value ?? '')).toMatchObject({ ...fields, payload: rows[0]?.payload });
  }
  expect(await pipeline.events('Post', 1)).toHaveLength(1);
});
