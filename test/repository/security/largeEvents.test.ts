import { expect } from 'vitest';
import { create, fetch } from '../../harness/delivery.js';
import { failure } from '../../harness/events.js';
import { test } from '../../harness/fixture.js';
import { value } from '../../harness/query.js';

/** 5 kB of JSON that has 68 MB as text. */
const large = `(select jsonb_agg(1e131071) from generate_series(1, 520))`;

test('an event of more than 64 MB as text is refused, and delivery goes on', async ({ db }) => {
  await create(db.sql, 'c');
  const event = (payload: string, metadata: string) =>
    `app.write_outbox_event('Post', gen_random_uuid(), 'PostCreated', ${payload}, ${metadata})`;
  const batch = (key: string) =>
    `app.write_outbox_events(jsonb_build_array('{"aggregate_type": "Post", "aggregate_id": "0190a000-0000-7000-8000-000000000001",
      "event_type": "PostCreated", "event_payload": {}}'::jsonb || jsonb_build_object('${key}', ${large})))`;
  const change = (before: string, after: string, metadata: string) =>
    `app.log_cdc_event('POST_CHANGED', 'post', gen_random_uuid(), 'UPDATE', ${before}, ${after}, ${metadata})`;
  for (const [call, parameter] of [
    [event(large, 'null'), 'p_event_payload'],
    [event(`'{}'`, large), 'p_event_metadata'],
    [batch('event_payload'), 'p_events[0].event_payload'],
    [batch('event_metadata'), 'p_events[0].event_metadata'],
    [change(large, `'{}'`, 'null'), 'p_before'],
    [change(`'{}'`, large, 'null'), 'p_after'],
    [change(`'{}'`, `'{}'`, large), 'p_metadata'],
  ] as const) {
    expect(await failure(db.sql.query(`select ${call}`))).toMatchObject({
      code: '54000',
      message: `${parameter} is too large`,
    });
  }
  await db.sql.query(`select ${event(`to_jsonb(repeat('x', 100000))`, 'null')}`);
  expect(await fetch(db.sql, 'c')).toHaveLength(1);
  expect(await value(db.sql, 'select count(*)::int from app.mutation_events')).toBe(0);
});
