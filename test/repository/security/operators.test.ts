import { expect } from 'vitest';
import { create, fetch, write } from '../../harness/delivery.js';
import { failure } from '../../harness/events.js';
import { test, type DatabaseFixture } from '../../harness/fixture.js';
import { rows, value } from '../../harness/query.js';

/** A dead letter whose payload nobody but consumers may see. */
async function deadLetter({ sql }: DatabaseFixture): Promise<void> {
  await create(sql, 'mailer', { max_attempts: 1 });
  await write(sql, 1);
  const [event] = await fetch(sql, 'mailer');
  await sql.query(`select app.nack_event('mailer', $1, 'secret')`, [event?.eventId]);
  await sql.query(`select app.ack_events('mailer', $1)`, [event?.batch]);
}

const payloads = [
  'select from app.outbox',
  'select from app.mutation_events',
  'select from app.log_event',
  'select from app.v_dead_letters',
  'select from app.dead_letters()',
  'select from app.consumer_retry',
  'select from app.pending_outbox()',
  'select from app.v_outbox_pending',
  `select app.fetch_events('mailer')`,
  `select app.seek_consumer('mailer', 'earliest')`,
  `select app.write_outbox_event('Post', gen_random_uuid(), 'PostCreated', '{}')`,
  `select app.grant_administrator('postgres')`,
  `select app.set_retention('outbox', '1 hour')`,
];

test('an operator maintains, looks and replays, and reads no payload', async ({ db }) => {
  await deadLetter(db);
  const role = await db.createRole('operator');
  await db.sql.query('select app.grant_operator($1)', [role]);
  const operator = await db.connect(role);
  await operator.query('select app.maintain()');
  expect(await value(operator, 'select count(*)::int > 10 from app.health_check()')).toBe(true);
  expect(await rows(operator, 'select consumer, dead_letters from app.v_consumer_lag')).toEqual([
    { consumer: 'mailer', dead_letters: '1' },
  ]);
  const [letter] = await rows(operator, 'select * from app.v_dead_letter_states');
  expect(JSON.stringify(letter)).not.toMatch(/secret|00000000-0000/);
  expect(await value(operator, 'select pending::int from app.v_outbox_stats')).toBe(0);
  for (const query of payloads) expect(await failure(operator.query(query)), query).toMatchObject({ code: '42501' });
  expect(await value(operator, `select app.replay_dead_letters('mailer')::int`)).toBe(1);
});

test.for(['granted', 'pg_monitor'])('a monitor sees counts and states and nothing else: %s', async (way, { db }) => {
  await deadLetter(db);
  const role = await db.createRole('monitor');
  if (way === 'granted') await db.sql.query('select app.grant_monitor($1)', [role]);
  else await db.asAdmin(`grant pg_monitor to ${role}`);
  const monitor = await db.connect(role);
  expect(await rows(monitor, 'select consumer, dead_letters from app.v_consumer_lag')).toEqual([
    { consumer: 'mailer', dead_letters: '1' },
  ]);
  expect(await rows(monitor, 'select event_type, total_events::int from app.v_outbox_stats')).toEqual([
    { event_type: 'PostChanged', total_events: 1 },
  ]);
  const more = ['select app.maintain()', `select app.replay_dead_letters('mailer')`, 'select from app.health_check()'];
  for (const query of [...payloads, ...more]) {
    expect(await failure(monitor.query(query)), query).toMatchObject({ code: '42501' });
  }
});
