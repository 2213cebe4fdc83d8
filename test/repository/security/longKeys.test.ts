import { expect } from 'vitest';
import { ack, aggregate, create, fetch, numbers, write } from '../../harness/delivery.js';
import { failure } from '../../harness/events.js';
import { rows } from '../../harness/query.js';
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
  ['p_event_type', `app.set_outbox_mode('C' || ${noise}, 'wal')`],
  ['p_processor_id', `app.mark_outbox_processed('${aggregate(0)}', ${noise})`],
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

const consumerName = 'app.create_consumer: 63 characters';
const oneOfTheLogs = 'app.logs()';

/** The texts of every index of the extension, with what limits them: a new one has to be accounted for. */
const limits: Record<string, [texts: string, limit: string]> = {
  access_grant_pkey: ['capability text', 'written by the grants themselves'],
  audited_table_pkey: ['entity text', 'a check: 32 characters'],
  audited_table_typename_key: ['typename text', 'made from entity'],
  cluster_epoch_pkey: ['log text', oneOfTheLogs],
  consumer_pkey: ['consumer text', consumerName],
  consumer_retry_pkey: ['consumer text', consumerName],
  consumer_shard_consumer_generation_shard_key: ['consumer text', consumerName],
  idx_audit_note_cascade_entities: ['cascade_entities text[]', 'the setting: longTexts.test.ts'],
  idx_audit_note_entity_id: ['entity_id text', 'the key of the audited table, which has an index too'],
  idx_consumer_retry_key: ['consumer text, partition_key text', '512 bytes: above'],
  idx_mutation_entity_ended_at: ['typename text', 'names of a cascade: longTexts.test.ts'],
  idx_mutation_entity_tenant: ['typename text', 'names of a cascade: longTexts.test.ts'],
  log_retention_pkey: ['log text', oneOfTheLogs],
  outbox_route_pkey: ['event_type text', '512 bytes: above'],
  retry_lock_pkey: ['consumer text', consumerName],
  slot_mark_pkey: ['consumer text', consumerName],
};

test('every text that reaches an index has a limit', async ({ db }) => {
  await db.sql.query(`
    create table public.tb_note (code text primary key);
    select app.enable_audit_cascade('public.tb_note')`);
  const indexed = await rows(
    db.sql,
    `select c.relname as index, string_agg(a.attname || ' ' || format_type(t.oid, null), ', ' order by a.attnum) as texts
     from pg_index i
     join pg_class c on c.oid = i.indexrelid
     join pg_attribute a on a.attrelid = i.indexrelid
     join pg_attribute s on s.attrelid = i.indrelid and s.attnum = i.indkey[a.attnum - 1]
     join pg_type t on t.oid = s.atttypid
     where c.relnamespace = 'app'::regnamespace and not c.relispartition
       and (t.typcategory in ('S', 'A', 'U') and t.typname not in ('name', 'uuid', 'xid8', 'pg_lsn'))
     group by c.relname`,
  );
  expect(Object.fromEntries(indexed.map(({ index, texts }) => [index, texts]))).toEqual(
    Object.fromEntries(Object.entries(limits).map(([index, [texts]]) => [index, texts])),
  );
});
