import { expect } from 'vitest';
import type pg from 'pg';
import { value } from '../../harness/query.js';
import { test } from '../../harness/fixture.js';
import { customerDeleted, log, type Event } from '../../harness/events.js';

/** Listens, and hands out what had arrived when a message that this test sends after the work came through. */
async function received(listener: pg.Client, sender: pg.Client, work: () => Promise<unknown>): Promise<Event[]> {
  const payloads: Event[] = [];
  await listener.query('listen mutation_events; listen test_end');
  const end = new Promise<void>((resolve) => {
    listener.on('notification', ({ channel, payload = '' }) => {
      if (channel === 'test_end') resolve();
      else payloads.push(JSON.parse(payload) as Event);
    });
  });
  await work();
  await sender.query('notify test_end');
  await end;
  return payloads;
}

test('nothing is sent unless the setting asks for it', async ({ db }) => {
  const events = await received(await db.connect(), db.sql, async () => {
    await log(db.sql, customerDeleted);
    for (const setting of ['off', '', 'false']) {
      await db.sql.query(`select set_config('app.notify_payload', $1, false)`, [setting]);
      await log(db.sql, customerDeleted);
    }
  });
  expect(events).toEqual([]);
});

test('with the setting on, the whole event is sent when the transaction commits', async ({ db }) => {
  const before = { text: 'quote \' and " and \\ and 🦉' };
  const events = await received(await db.connect(), db.sql, async () => {
    await db.sql.query(`begin; set local app.notify_payload = 'on'`);
    await log(db.sql, customerDeleted);
    await db.sql.query('rollback');
    await db.sql.query(`begin; set local app.notify_payload = 'on'`);
    await log(db.sql, { ...customerDeleted, before });
    await db.sql.query('commit');
    await log(db.sql, customerDeleted);
  });
  expect(events).toHaveLength(1);
  expect(events[0]).toEqual(
    await value(db.sql, `select to_jsonb(e) - 'segment' from app.mutation_events e where payload -> 'before' ? 'text'`),
  );
  expect(events[0]).toMatchObject({ event_type: 'CUSTOMER_DELETED', payload: { before, after: null } });
});

test('an administrator can make the setting for a database', async ({ db }) => {
  await db.asAdmin(`alter database ${db.name} set app.notify_payload = 'on'`);
  const writer = await db.connect();
  expect(await received(await db.connect(), db.sql, () => log(writer, customerDeleted))).toHaveLength(1);
});

test('an event too large for a message shrinks to what identifies it, and the transaction commits', async ({ db }) => {
  await db.sql.query(`set app.notify_payload = 'on'`);
  // Each of its characters takes six bytes in JSON.
  const entity_type = '\u0001'.repeat(512);
  const events = await received(await db.connect(), db.sql, async () => {
    await log(db.sql, { ...customerDeleted, before: { text: '🦉'.repeat(2500) } });
    await log(db.sql, { ...customerDeleted, entity_type, before: { text: '🦉'.repeat(2500) } });
  });
  const [large, largest] = events;
  const { event_type, entity_id, operation } = customerDeleted;
  const shrunk = {
    id: expect.any(String) as string,
    event_type,
    entity_id,
    operation,
    tenant_id: null,
    truncated: true,
  };
  expect(large).toEqual({ ...shrunk, event_id: 1, entity_type: customerDeleted.entity_type });
  expect(largest).toEqual({ ...shrunk, event_id: 2, entity_type });
  expect(await value(db.sql, 'select count(*)::int from app.mutation_events')).toBe(2);
});

test('events of every size around the limit are sent', async ({ db }) => {
  const notified = async (first: number, last: number) => {
    await db.sql.query(`set app.notify_payload = 'on'`);
    const write = `select app.log_cdc_event('X', 'x', null, 'DELETE', to_jsonb(repeat('x', n))) from generate_series(${first}, ${last}) n`;
    return received(await db.connect(), db.sql, () => db.sql.query(write));
  };
  const events = await notified(7300, 8000);
  expect(events).toHaveLength(701);
  const whole = events.filter((event) => !('truncated' in event));
  expect(whole.length).toBeGreaterThan(0);
  expect(whole.length).toBeLessThan(701);
});
