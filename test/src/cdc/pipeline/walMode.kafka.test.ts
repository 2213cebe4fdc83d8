import { expect } from 'vitest';
import { test } from '../../../harness/kafka/fixture.js';

const post = '0190d7f0-5a3c-7c3e-9d57-4f2f5a1c9b11';

test.for(['payload', 'envelope'])(
  'an event in the write-ahead log alone arrives as it would from the table, as %s',
  async (form, { running }) => {
    const { db, events } = await running('--mode', 'wal', '--value', form);
    const everything = `'{"n": 1234567890123456789.10, "a": [1, "x", null]}', '{"cascade": {}}', '11111111-1111-1111-1111-111111111111', 'trace-1',
      '22222222-2222-2222-2222-222222222222', '33333333-3333-3333-3333-333333333333', 7, 'the "key"'`;
    const write = async () => {
      await db.sql.query(`select app.write_outbox_event('Post', $1, 'PostCreated', ${everything})`, [post]);
      await db.sql.query(
        `select app.write_outbox_event('Post', $1, 'PostCreated', '{}', p_partition_key => 'the "key"')`,
        [post],
      );
      for (const at of ['00:00:00', '00:00:00.5', '12:34:56.120000', '23:59:59.000001'])
        await db.sql.query(
          `insert into app.outbox (aggregate_type, aggregate_id, event_type, event_payload, partition_key, created_at)
           values ('Post', $1, 'PostCreated', '1', 'the "key"', $2)`,
          [post, `2025-01-31 ${at}+00`],
        );
    };
    await write();
    await db.sql.query(`select app.set_outbox_mode('PostCreated', 'wal')`);
    await write();
    expect((await db.sql.query('select from app.outbox')).rowCount).toBe(6);

    const messages = await events('Post', 12);
    // The first two of each half have the time of their transaction.
    const shape = ({ key, value, headers }: (typeof messages)[number], index: number) => {
      const unlike = { id: 'id', ...(index % 6 < 2 && { created_at: 'time' }) };
      const body = form === 'envelope' ? { ...(JSON.parse(value ?? '') as object), ...unlike } : value;
      return { key, body, headers: { ...headers, ...(form === 'payload' ? unlike : { id: 'id' }) } };
    };
    const shapes = messages.map(shape);
    expect(shapes.slice(6)).toEqual(shapes.slice(0, 6));
    expect(new Set(messages.map(({ headers }) => headers.id)).size).toBe(12);
  },
);

test('a rolled-back event is not there either, and order within a key holds over both ways', async ({ running }) => {
  const { db, events } = await running('--mode', 'wal');
  await db.sql.query(`select app.set_outbox_mode('Viewed', 'wal')`);
  const write = (type: string, payload: number) =>
    db.sql.query(`select app.write_outbox_event('Post', $1, $2, $3)`, [post, type, payload]);
  await db.sql.query('begin');
  await write('Viewed', -1);
  await db.sql.query('rollback; begin');
  for (let index = 0; index < 10; index += 1) await write(index % 2 ? 'Viewed' : 'Changed', index);
  await db.sql.query('commit');
  const messages = await events('Post', 10);
  expect(messages.map(({ value }) => Number(value))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test('in mode table nobody can forge events by emitting messages', async ({ running }) => {
  const { db, events } = await running();
  const message = { id: post, aggregate_type: 'Post', event_payload: '"forged"', partition_key: 'k' };
  await db.sql.query(`select pg_logical_emit_message(true, 'specql_outbox', $1)`, [JSON.stringify(message)]);
  await db.sql.query(`select app.write_outbox_event('Post', $1, 'PostCreated', '"real"')`, [post]);
  expect((await events('Post', 1)).map(({ value }) => value)).toEqual(['"real"']);
});
