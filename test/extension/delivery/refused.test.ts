import { expect } from 'vitest';
import { test } from '../../harness/fixture.js';
import { failure } from '../../harness/events.js';
import { create, fetch, tokenOf, writeMany } from '../../harness/delivery.js';

const calls = {
  'app.fetch_events': `select app.fetch_events('nobody')`,
  'app.consume_events': `select app.consume_events('nobody')`,
  'app.ack_events': `select app.ack_events('nobody', '1.1')`,
  'app.ack_events of retries': `select app.ack_events('nobody', 'retry.1')`,
  'app.extend_lease': `select app.extend_lease('nobody', '1.1')`,
  'app.release_events': `select app.release_events('nobody', '1.1')`,
  'app.nack_event': `select app.nack_event('nobody', 1, 'no')`,
  'app.seek_consumer': `select app.seek_consumer('nobody', 'latest')`,
  'app.replay_dead_letters': `select app.replay_dead_letters('nobody')`,
  'app.purge_dead_letters': `select app.purge_dead_letters('nobody')`,
};

test('an unknown consumer is refused by every function but that which drops it', async ({ db }) => {
  for (const [name, call] of Object.entries(calls)) {
    const unknown = await failure(db.sql.query(call));
    expect(unknown, name).toMatchObject({ code: '42704', message: 'p_consumer: there is no consumer nobody' });
    expect(unknown.hint, name).toContain('app.create_consumer');
    const missing = await failure(db.sql.query(call.replace(`'nobody'`, 'null')));
    expect(missing, name).toMatchObject({ code: '22004', message: 'p_consumer is missing' });
  }
  expect((await db.sql.query<{ dropped: boolean }>(`select app.drop_consumer('nobody') as dropped`)).rows).toEqual([
    { dropped: false },
  ]);
});

test.for([
  ['p_consumer', { consumer: 'my consumer' }],
  ['p_log', { log: 'audit' }],
  ['p_start', { start: 'yesterday noonish' }],
  ['p_event_types', { event_types: [] }],
  ['p_event_types', { event_types: ['PostCreated', null] }],
  ['p_shards', { shards: 0 }],
  ['p_shards', { shards: 257 }],
  ['p_lease', { lease: '99 milliseconds' }],
  ['p_max_attempts', { max_attempts: 0 }],
  ['p_backoff', { backoff: '-1 second' }],
  ['p_on_failure', { on_failure: 'panic' }],
  ['p_max_lag', { max_lag: '0' }],
  ['p_max_lag', { max_lag: '300000 years' }],
] as const)('a consumer with a bad %s is not made: %j', async ([name, { ...options }], { db }) => {
  const { consumer = 'mailer', ...others } = options as Record<string, unknown> & { consumer?: string };
  const refused = await failure(create(db.sql, consumer, others));
  expect(refused).toMatchObject({ code: '22023', message: `${name} cannot be used` });
  expect(refused.hint).toMatch(/^(Pass|Use)/);
});

test('a consumer that exists cannot be made for another log', async ({ db }) => {
  await create(db.sql, 'mailer');
  const refused = await failure(create(db.sql, 'mailer', { log: 'mutation_events' }));
  expect(refused).toMatchObject({ code: '42710', detail: 'It reads outbox.' });
});

test('limits, tokens and ends of a batch are checked', async ({ db }) => {
  await create(db.sql, 'mailer');
  await create(db.sql, 'other');
  await writeMany(db.sql, 2);
  for (const limit of [0, 100001])
    expect(await failure(db.sql.query(`select app.fetch_events('mailer', $1)`, [limit]))).toMatchObject({
      code: '22023',
      message: 'p_limit cannot be used',
    });
  for (const shard of [-1, 1])
    expect(await failure(fetch(db.sql, 'mailer', { shard }))).toMatchObject({
      code: '22023',
      message: 'p_shard cannot be used',
      hint: 'Consumer mailer has 1 shard: pass a number from 0 to 0, or null for any that is free.',
    });
  const token = tokenOf(await fetch(db.sql, 'mailer', { limit: 1 }));
  for (const call of [
    `nack_event('mailer', 1, 'no', '300000 years')`,
    `extend_lease('mailer', '${token ?? ''}', '300000 years')`,
  ])
    expect(await failure(db.sql.query(`select app.${call}`))).toMatchObject({ code: '22023' });
  for (const name of ['ack_events', 'extend_lease', 'release_events']) {
    const call = (batch: unknown) => db.sql.query(`select app.${name}('mailer', $1)`, [batch]);
    expect(await failure(call('first'))).toMatchObject({ code: '22023', message: 'p_batch cannot be used' });
    expect(await failure(call(null))).toMatchObject({ code: '22004', message: 'p_batch is missing' });
  }
  const beyond = await failure(db.sql.query(`select app.ack_events('mailer', $1, 2)`, [token]));
  expect(beyond).toMatchObject({
    code: '22023',
    message: 'p_through cannot be used',
    hint: 'The batch ends with event 1.',
  });
  expect(await failure(db.sql.query(`select app.extend_lease('mailer', $1, '0')`, [token]))).toMatchObject({
    code: '22023',
  });
  // The token of another consumer's batch is none of this one's.
  const foreign = await db.sql.query<{ ack: string }>(`select app.ack_events('other', $1) as ack`, [token]);
  expect(foreign.rows).toEqual([{ ack: 'late' }]);
  expect((await fetch(db.sql, 'other')).length).toBe(2);
});

test('a transaction with an older snapshot cannot consume, nor look twice', async ({ db }) => {
  await create(db.sql, 'mailer');
  for (const level of ['repeatable read', 'serializable'])
    for (const call of [
      `app.fetch_events('mailer')`,
      `app.consume_events('mailer')`,
      `app.ack_events('mailer', '1.1')`,
      `app.release_events('mailer', '1.1')`,
      `app.nack_event('mailer', 1, 'no')`,
      `app.seek_consumer('mailer', 'latest')`,
      `app.create_consumer('another')`,
      'app.maintain()',
      'app.follow_slots()',
      'app.adopt_cluster()',
      'app.cleanup_outbox(0)',
      `app.set_outbox_mode('PostCreated', 'table')`,
    ]) {
      await db.sql.query(`begin isolation level ${level}`);
      const refused = await failure(db.sql.query(`select ${call}`));
      await db.sql.query('rollback');
      expect(refused, call).toMatchObject({ code: '25001', hint: expect.stringContaining('READ COMMITTED') as string });
    }
});

test.for([
  ['earlier than yesterday', '22023', 'p_to cannot be used'],
  [null, '22004', 'p_to is missing'],
] as const)('a place to move to is checked: %s', async ([place, code, message], { db }) => {
  await create(db.sql, 'mailer');
  expect(await failure(db.sql.query(`select app.seek_consumer('mailer', $1)`, [place]))).toMatchObject({
    code,
    message,
  });
});

test.for([
  ['outbox', '59 minutes', '22023', 'p_retention cannot be used'],
  ['outbox', '9 days', '22023', 'p_retention cannot be used'],
  ['outbox', null, '22004', 'p_retention is missing'],
  ['audit', '1 day', '22023', 'p_log cannot be used'],
] as const)('a retention is checked: %s %s', async ([log, retention, code, message], { db }) => {
  expect(await failure(db.sql.query('select app.set_retention($1, $2)', [log, retention]))).toMatchObject({
    code,
    message,
  });
});
