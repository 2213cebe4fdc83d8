import { expect } from 'vitest';
import type pg from 'pg';
import { rows, value } from '../../harness/query.js';
import { test } from '../../harness/fixture.js';
import { failure } from '../../harness/events.js';
import { ack, comeDue, create, drain, expireLeases, nack, numbers, write } from '../../harness/delivery.js';

/** Writes an event of about so many bytes, which compress well, as all such texts. */
const writeLarge = (sql: pg.ClientBase, n: number, bytes: number) =>
  sql.query(
    `select app.write_outbox_event('Post', gen_random_uuid(), 'PostChanged', jsonb_build_object('n', $1::int, 'text', repeat('x', $2)))`,
    [n, bytes],
  );

interface Fetched {
  batch: string;
  event_id: string | null;
  deliveries: number | null;
  payload: { n: number } | null;
}

async function fetchBytes(sql: pg.ClientBase, options: Record<string, number>, limit = 1000): Promise<Fetched[]> {
  const named = Object.entries(options).map(([name, bytes]) => `, ${name} => ${bytes}`);
  const text = `select batch, event_id, deliveries, payload from app.fetch_events('mailer', ${limit}${named.join('')})`;
  return (await rows(sql, text)) as unknown as Fetched[];
}

const ns = (events: Fetched[]) => events.map(({ payload }) => payload?.n);
const kilobyte = 1024;

test('a batch ends before the first event that does not fit, and has at least one', async ({ db }) => {
  await create(db.sql, 'mailer');
  for (const [index, bytes] of [30, 30, 30, 30, 90, 250, 10, 10].entries())
    await writeLarge(db.sql, index + 1, bytes * kilobyte);
  const batches: unknown[] = [];
  for (;;) {
    const batch = await fetchBytes(db.sql, { p_max_bytes: 100 * kilobyte });
    if (batch.length === 0) break;
    batches.push(ns(batch));
    // Whoever dies gets the same again.
    await expireLeases(db);
    const again = await fetchBytes(db.sql, { p_max_bytes: 100 * kilobyte });
    expect(ns(again)).toEqual(batches.at(-1));
    const [last] = again.slice(-1);
    expect(await ack(db.sql, 'mailer', last?.batch ?? '', Number(last?.event_id))).toBe('acknowledged');
  }
  expect(batches).toEqual([[1, 2, 3], [4], [5], [6], [7, 8]]);
  expect(await value(db.sql, 'select acknowledged from app.v_consumer_lag')).toBe('8');
});

test('what counts is what the client receives, byte by byte', async ({ db }) => {
  await create(db.sql, 'mailer');
  const bytes = Number(
    await value(
      db.sql,
      `select octet_length(jsonb_build_object('n', 1, 'text', repeat('x', 5000))::text) + octet_length('{"a": 1e50}'::jsonb::text)`,
    ),
  );
  for (const n of [1, 2, 3])
    await db.sql.query(
      `select app.write_outbox_event('Post', gen_random_uuid(), 'PostChanged', jsonb_build_object('n', $1::int, 'text', repeat('x', 5000)), '{"a": 1e50}')`,
      [n],
    );
  for (const [limit, count] of [
    [3 * bytes, 3],
    [3 * bytes - 1, 2],
    [2 * bytes, 2],
    [1, 1],
  ] as const) {
    const batch = await fetchBytes(db.sql, { p_max_bytes: limit });
    expect(batch).toHaveLength(count);
    await db.sql.query(`select app.release_events('mailer', $1)`, [batch[0]?.batch]);
  }
  await drain(db.sql, 'mailer');
  // By default 16 MB.
  for (let n = 4; n < 24; n++) await writeLarge(db.sql, n, 1_000_000);
  expect(await fetchBytes(db.sql, {})).toHaveLength(16);
});

test('the change log and retries have the limit too', async ({ db }) => {
  await create(db.sql, 'auditor', { log: 'mutation_events' });
  for (let n = 0; n < 3; n++)
    await db.sql.query(
      `select app.log_cdc_event('CHANGED', 'post', gen_random_uuid(), 'CREATE', p_after => jsonb_build_object('text', repeat('x', 5000)))`,
    );
  expect(await rows(db.sql, `select event_id from app.fetch_events('auditor', p_max_bytes => 12000)`)).toHaveLength(2);

  await create(db.sql, 'mailer');
  for (const n of [1, 2, 3, 4]) await writeLarge(db.sql, n, 30 * kilobyte);
  const batch = await fetchBytes(db.sql, {});
  for (const event of batch) await nack(db, { eventId: Number(event.event_id) } as Parameters<typeof nack>[1]);
  await ack(db.sql, 'mailer', batch[0]?.batch ?? '');
  await comeDue(db);
  const retries: unknown[] = [];
  for (let round = 0; round < 3; round++) {
    const again = await fetchBytes(db.sql, { p_max_bytes: (round === 2 ? 1 : 70) * kilobyte });
    retries.push(ns(again));
    await ack(db.sql, 'mailer', again[0]?.batch ?? '');
    if (round === 1) await writeLarge(db.sql, 5, 30 * kilobyte);
  }
  expect(retries).toEqual([[1, 2], [3, 4], [5]]);
});

test('a batch that is large is leased, and read when the lease has committed', async ({ db }) => {
  await create(db.sql, 'mailer', { max_attempts: 2 });
  await write(db.sql, 1);
  for (const n of [2, 3, 4]) await writeLarge(db.sql, n, 40 * kilobyte);
  const bytes = { p_max_bytes: 100 * kilobyte, p_inline_bytes: 10 * kilobyte };
  const small = await fetchBytes(db.sql, bytes);
  expect(ns(small)).toEqual([1]);
  await ack(db.sql, 'mailer', small[0]?.batch ?? '');

  const read = async (batch: string | undefined) =>
    (await rows(db.sql, `select * from app.batch_events('mailer', $1)`, [batch])) as unknown as Fetched[];
  const leased = async () => {
    const [row, ...others] = await fetchBytes(db.sql, bytes);
    expect([row?.event_id, others.length]).toEqual([null, 0]);
    return row?.batch;
  };
  const token = await leased();
  const events = await read(token);
  expect(events.map((event) => [event.batch, event.payload?.n, event.deliveries])).toEqual([
    [token, 2, 1],
    [token, 3, 1],
  ]);
  // The worker dies of it, and so do the next.
  await expireLeases(db);
  expect(await read(token)).toEqual([]);
  const second = await leased();
  expect(await read(token)).toEqual([]);
  expect(ns(await read(second))).toEqual([2, 3]);
  await expireLeases(db);
  const alone = await leased();
  expect(ns(await read(alone))).toEqual([2]);
  await expireLeases(db);
  const next = await leased();
  expect(ns(await read(next))).toEqual([3]);
  expect(await rows(db.sql, 'select payload -> $1 as n, deliveries from app.v_dead_letters', ['n'])).toEqual([
    { n: 2, deliveries: 3 },
  ]);

  // A retry is read in the same way.
  await nack(db, { eventId: Number((await read(next))[0]?.event_id) } as Parameters<typeof nack>[1], 'no', '0');
  await ack(db.sql, 'mailer', next ?? '');
  const retry = await leased();
  expect(retry).toMatch(/^retry/);
  expect(ns(await read(retry))).toEqual([3]);
  await ack(db.sql, 'mailer', retry ?? '');
  expect(numbers(await drain(db.sql, 'mailer'))).toEqual([4]);
});

test('limits of bytes and a batch to read are checked', async ({ db }) => {
  await create(db.sql, 'mailer');
  for (const name of ['p_max_bytes', 'p_inline_bytes'])
    expect(await failure(fetchBytes(db.sql, { [name]: 0 }))).toMatchObject({
      code: '22023',
      message: `${name} cannot be used`,
    });
  expect(await failure(db.sql.query(`select app.fetch_events('mailer', p_max_bytes => null)`))).toMatchObject({
    code: '22004',
  });
  expect(await failure(db.sql.query(`select app.batch_events('mailer', 'first')`))).toMatchObject({ code: '22023' });
  expect(await failure(db.sql.query(`select app.batch_events('nobody', '1.1')`))).toMatchObject({ code: '42704' });
  expect(await rows(db.sql, `select app.batch_events('mailer', '1.1')`)).toEqual([]);
});
