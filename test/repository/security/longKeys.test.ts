import { expect } from 'vitest';
import { ack, aggregate, create, fetch, numbers, write } from '../../harness/delivery.js';
import { failure } from '../../harness/events.js';
import { test } from '../../harness/fixture.js';

/** Text that does not compress into the 2,700 bytes that an index entry may have. */
const noise = `(select string_agg(md5(n::text), '') from generate_series(1, 400) n)`;

test.for([
  ['p_partition_key', `app.write_outbox_event('Post', '${aggregate(0)}', 'Changed', '1', p_partition_key => ${noise})`],
  ['p_aggregate_type', `app.write_outbox_event(${noise}, '${aggregate(0)}', 'Changed', '1')`],
  ['p_event_type', `app.write_outbox_event('Post', '${aggregate(0)}', 'C' || ${noise}, '1')`],
  [
    'p_events[0].partition_key',
    `app.write_outbox_events(jsonb_build_array(jsonb_build_object('aggregate_type', 'Post', 'aggregate_id', '${aggregate(0)}',
       'event_type', 'Changed', 'event_payload', 1, 'partition_key', ${noise})))`,
  ],
  ['p_entity_type', `app.log_cdc_event('CHANGED', ${noise}, null, 'CREATE', p_after => '1')`],
  ['p_event_type', `app.log_cdc_event('C' || ${noise}, 'post', null, 'CREATE', p_after => '1')`],
] as const)('a writer poisons no consumer with a long %s: %s', async ([name, call], { db }) => {
  expect(await failure(db.sql.query(`select ${call}`))).toMatchObject({
    code: '22001',
    message: `${name} is too long`,
    hint: 'Pass up to 512 bytes, for example a hash of the text.',
  });
});

test('the longest key that is taken fails and comes again like any other', async ({ db }) => {
  await create(db.sql, 'mailer');
  await db.sql.query(
    `select app.write_outbox_event('Post', $1, 'Changed', '{"n": 1}', p_partition_key => left(${noise}, 512))`,
    [aggregate(0)],
  );
  await write(db.sql, 2);
  const batch = await fetch(db.sql, 'mailer');
  await db.sql.query(`select app.nack_event('mailer', $1, 'no', '0')`, [batch[0]?.eventId]);
  expect(await ack(db.sql, 'mailer', batch)).toBe('acknowledged');
  expect(numbers(await fetch(db.sql, 'mailer'))).toEqual([1]);
});
