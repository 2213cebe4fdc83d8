import { expect } from 'vitest';
import { column, rows, value } from '../../harness/query.js';
import { test } from '../../harness/fixture.js';
import { customerDeleted, log, postCreated, write, writeAll } from '../../harness/events.js';

const logs = ['app.outbox', 'app.mutation_events'];

test('the outbox has the documented columns with their types and defaults', async ({ db }) => {
  const columns = await rows(db.sql, columnsOf, ['app.outbox']);
  expect(Object.fromEntries(columns.map(({ name, type, standard }) => [name, [type, standard]]))).toMatchObject({
    id: ['uuid', 'app.uuidv7()'],
    aggregate_type: ['text', null],
    aggregate_id: ['uuid', null],
    event_type: ['text', null],
    event_version: ['integer', '1'],
    event_payload: ['jsonb', null],
    event_metadata: ['jsonb', null],
    tenant_id: ['uuid', null],
    partition_key: ['text', null],
    created_at: ['timestamp with time zone', 'now()'],
    processed_at: ['timestamp with time zone', null],
    processed_by: ['text', null],
    trace_id: ['text', null],
    correlation_id: ['uuid', null],
    causation_id: ['uuid', null],
    audit_id: ['uuid', null],
    retry_count: ['integer', '0'],
    last_error: ['text', null],
    session_user_name: ['text', 'SESSION_USER'],
  });
});

test('the event log has the documented columns with their types and defaults', async ({ db }) => {
  const columns = await rows(db.sql, columnsOf, ['app.mutation_events']);
  expect(Object.fromEntries(columns.map(({ name, type, standard }) => [name, [type, standard]]))).toMatchObject({
    event_id: ['bigint', "nextval('app.mutation_events_event_id_seq'::regclass)"],
    event_type: ['text', null],
    entity_type: ['text', null],
    entity_id: ['uuid', null],
    operation: ['text', null],
    payload: ['jsonb', null],
    source: ['jsonb', null],
    event_timestamp: ['timestamp with time zone', 'now()'],
    transaction_id: ['bigint', 'txid_current()'],
    id: ['uuid', 'app.uuidv7()'],
    session_user_name: ['text', 'SESSION_USER'],
  });
});

test('a transaction id is assigned before the event id: the column comes first, and the sequence caches 1', async ({
  db,
}) => {
  for (const table of logs) {
    const names = (await rows(db.sql, columnsOf, [table])).map(({ name }) => name);
    expect(names.indexOf('transaction_id'), table).toBeLessThan(names.indexOf('event_id'));
    const sequence = `select seqcache from pg_sequence where seqrelid = pg_get_serial_sequence($1, 'event_id')::regclass`;
    expect(await value(db.sql, sequence, [table])).toBe('1');
  }
});

test('every segment, both logs and their sequences are dumped', async ({ db }) => {
  const marked = await column(
    db.sql,
    `select unnest(extconfig)::regclass::text from pg_extension where extname = 'specql_cdc'`,
  );
  const relations = logs.flatMap((name) => [name, `${name}_event_id_seq`, ...segments.map((s) => `${name}_s${s}`)]);
  expect(marked).toEqual(expect.arrayContaining(relations));
});

test('a day has one segment, whatever the time zone, and ten days have ten', async ({ db }) => {
  const segmentOf = (at: string) => value(db.sql, 'select app.segment_of($1::timestamptz)', [at]);
  await db.sql.query(`set timezone = 'Pacific/Auckland'`);
  expect(await segmentOf('1970-01-01 00:00:00Z')).toBe(0);
  expect(await segmentOf('1970-01-01 23:59:59.999999Z')).toBe(0);
  expect(await segmentOf('1970-01-02 00:00:00Z')).toBe(1);
  const days = `select app.segment_of(timestamptz '2026-03-25 12:00:00Z' + d * interval '24 hours') from generate_series(0, 9) d`;
  expect((await column(db.sql, days)).sort()).toEqual(segments);
});

test('an event lands in the segment of its day', async ({ db }) => {
  const today = Number(await value(db.sql, 'select app.segment_of(now())'));
  for (const days of segments) {
    await pretendDaysPassed(days);
    const segment = String((today + days) % segments.length);
    const id = await write(db.sql, postCreated);
    expect(await value(db.sql, 'select tableoid::regclass::text from app.outbox where id = $1', [id])).toBe(
      `app.outbox_s${segment}`,
    );
    const [batched] = await writeAll(db.sql, [postCreated]);
    expect(await value(db.sql, 'select tableoid::regclass::text from app.outbox where id = $1', [batched])).toBe(
      `app.outbox_s${segment}`,
    );
    await log(db.sql, customerDeleted);
    expect(await value(db.sql, 'select count(*)::int from only app.mutation_events_s' + segment)).toBe(1);
  }

  async function pretendDaysPassed(days: number): Promise<void> {
    await db.sql.query(`
      create or replace function app.segment_of(p_at timestamptz) returns smallint language sql immutable strict
      return ((date_part('day', p_at - timestamptz '1970-01-01 00:00:00+00')::integer + ${days}) % 10)::smallint`);
  }
});

const segments = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

const columnsOf = `
  select a.attname as name, format_type(a.atttypid, a.atttypmod) as type, pg_get_expr(d.adbin, d.adrelid) as standard
  from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  where a.attrelid = $1::regclass and a.attnum > 0 order by a.attnum`;
