import { expect } from 'vitest';
import { test } from '../../harness/fixture.js';
import { column, each, outcomes } from '../../harness/tenantBlog.js';

test('a consumer reads both logs and their views, and marks events', async ({ db }) => {
  const role = await db.createRole('consumer');
  await db.sql.query('select app.grant_consumer($1)', [role]);
  const [id] = await column(db.sql, "select app.write_outbox_event('Post', gen_random_uuid(), 'PostCreated', '{}')");
  await db.sql.query("select app.log_cdc_event('POST_CREATED', 'Post', gen_random_uuid(), 'CREATE', null, '{}')");
  const consumer = await db.connect(role);
  for (const relation of [
    'outbox',
    'mutation_events',
    'v_outbox_pending',
    'v_outbox_stats',
    'v_outbox_recent',
    'v_mutation_events_debezium',
  ]) {
    expect([relation, await column(consumer, `select 1 from app.${relation}`)]).toEqual([relation, [1]]);
  }
  await consumer.query('select app.mark_outbox_processed($1, $2)', [id, 'test']);
  expect(await column(consumer, 'select processed_by from app.outbox')).toEqual(['test']);
});

test('a consumer may do nothing else', async ({ db }) => {
  const role = await db.createRole('consumer');
  await db.sql.query('select app.grant_consumer($1)', [role]);
  const statements = [
    'select from app.mutation',
    'select from app.access_grant',
    'delete from app.outbox',
    "update app.outbox set event_payload = '1'",
    'select from app.outbox_s0',
    "select app.write_outbox_event('Post', gen_random_uuid(), 'PostCreated', '{}')",
    'select app.cleanup_outbox()',
    "select app.begin_mutation('x')",
  ];
  expect(await outcomes(await db.connect(role), statements)).toEqual(each(statements, '42501'));
});
