import { expect } from 'vitest';
import { create, fetch, numbers, write } from '../../harness/delivery.js';
import { failure } from '../../harness/events.js';
import { test } from '../../harness/fixture.js';
import { rows, value } from '../../harness/query.js';

const everyCall = (batch: string, event: string): string[] => [
  `select app.fetch_events('other')`,
  `select app.consume_events('other')`,
  `select app.ack_events('other', '${batch}')`,
  `select app.extend_lease('other', '${batch}')`,
  `select app.release_events('other', '${batch}')`,
  `select app.nack_event('other', ${event}, 'no')`,
  `select app.seek_consumer('other', 'earliest')`,
  `select app.replay_dead_letters('other')`,
  `select app.purge_dead_letters('other')`,
];

test('a role bound to consumers does nothing with others, nor reads the logs', async ({ db }) => {
  for (const name of ['mailer', 'other']) await create(db.sql, name, { max_attempts: 1 });
  await write(db.sql, 1);
  const batch = await fetch(db.sql, 'other');
  const role = await db.createRole('worker');
  await db.sql.query('select app.grant_consumer($1, $2)', [role, ['mailer']]);
  const worker = await db.connect(role);

  for (const call of everyCall(batch[0]?.batch ?? '', String(batch[0]?.eventId))) {
    expect(await failure(worker.query(call)), call).toMatchObject({
      code: '42501',
      message: `p_consumer: ${role} may not use consumer other`,
      hint: expect.stringContaining('app.grant_consumer') as string,
    });
  }
  for (const table of ['outbox', 'mutation_events', 'consumer_retry', 'consumer', 'v_outbox_pending']) {
    expect(await failure(worker.query(`select from app.${table}`)), table).toMatchObject({ code: '42501' });
  }

  expect(numbers(await fetch(worker, 'mailer'))).toEqual([1]);
  await db.sql.query(`select app.nack_event('other', $1, 'secret')`, [batch[0]?.eventId]);
  expect(await value(db.sql, 'select count(*)::int from app.v_dead_letters')).toBe(1);
  expect(await rows(worker, 'select consumer from app.v_dead_letters')).toEqual([]);
  expect(await rows(worker, 'select consumer from app.v_consumer_lag')).toEqual([{ consumer: 'mailer' }]);
});

test('a consumer that becomes a bound one loses the logs; granted again without names it has them', async ({ db }) => {
  await create(db.sql, 'mailer');
  const role = await db.createRole('worker');
  const worker = await db.connect(role);
  await db.sql.query('select app.grant_consumer($1)', [role]);
  await worker.query('select from app.outbox');
  await db.sql.query('select app.grant_consumer($1, $2)', [role, ['mailer']]);
  expect(await failure(worker.query('select from app.outbox'))).toMatchObject({ code: '42501' });
  await worker.query(`select app.fetch_events('mailer')`);
  await db.sql.query('select app.grant_consumer($1)', [role]);
  await worker.query('select from app.outbox');
});

test('a bound role is bound after SET ROLE too, and a superuser never is', async ({ db }) => {
  for (const name of ['mailer', 'other']) await create(db.sql, name);
  const role = await db.createRole('worker');
  await db.sql.query('select app.grant_consumer($1, $2)', [role, ['mailer']]);
  const session = await db.connect('postgres');
  await session.query(`select app.fetch_events('other')`);
  await session.query(`set role ${role}`);
  expect(await failure(session.query(`select app.fetch_events('other')`))).toMatchObject({ code: '42501' });
});

test('nor through a function of its own as a role without a grant', async ({ db }) => {
  for (const name of ['mailer', 'other']) await create(db.sql, name);
  await write(db.sql, 1);
  const group = await db.createRole('group');
  const role = await db.createRole('worker');
  await db.asAdmin(`grant ${group} to ${role}`);
  await db.sql.query('select app.grant_consumer($1, $2)', [role, ['mailer']]);
  const worker = await db.connect(role);
  await worker.query(`
    create function pg_temp.fetch() returns setof app.delivered_event language sql security definer as $$select * from app.fetch_events('other')$$;
    create function pg_temp.seek() returns void language sql security definer as $$select app.seek_consumer('other', 'latest')$$;
    create function pg_temp.lag() returns setof text language sql security definer as $$select consumer from app.v_consumer_lag$$;
    set role ${group}`);
  for (const call of ['fetch', 'seek']) {
    expect(await failure(worker.query(`select pg_temp.${call}()`)), call).toMatchObject({
      code: '42501',
      message: `p_consumer: ${group} may not use consumer other`,
    });
  }
  expect(await rows(worker, 'select pg_temp.lag()')).toEqual([]);
});

test.for(['operator', 'monitor'])('a bound role that is %s too fetches no other consumer', async (more, { db }) => {
  for (const name of ['mailer', 'other']) await create(db.sql, name, { max_attempts: 1 });
  await write(db.sql, 1);
  const batch = await fetch(db.sql, 'other');
  await db.sql.query(`select app.nack_event('other', $1, 'secret')`, [batch[0]?.eventId]);
  const role = await db.createRole('worker');
  await db.sql.query(`select app.grant_consumer($1, $2), app.grant_${more}($1)`, [role, ['mailer']]);
  const worker = await db.connect(role);
  const calls = everyCall(batch[0]?.batch ?? '', String(batch[0]?.eventId));
  const operates = more === 'operator' ? calls.filter((call) => /(replay|purge)_dead/.test(call)) : [];
  for (const call of calls.filter((call) => !operates.includes(call))) {
    expect(await failure(worker.query(call)), call).toMatchObject({ code: '42501' });
  }
  expect(await rows(worker, 'select from app.v_dead_letters')).toEqual([]);
  expect(await rows(worker, 'select consumer from app.v_consumer_lag')).toHaveLength(2);
  for (const call of operates) await worker.query(call);
});

test.for([
  ['{}', '22023'],
  ['{mailer,NULL}', '22004'],
] as const)('names to bind a role to are checked: %s', async ([names, code], { db }) => {
  const role = await db.createRole('worker');
  expect(await failure(db.sql.query('select app.grant_consumer($1, $2)', [role, names]))).toMatchObject({ code });
});

test('a lease is not extended beyond a week', async ({ db }) => {
  await create(db.sql, 'mailer');
  await write(db.sql, 1);
  const [event] = await fetch(db.sql, 'mailer');
  const extend = (lease: string) => db.sql.query(`select app.extend_lease('mailer', $1, $2)`, [event?.batch, lease]);
  await extend('7 days');
  expect(await failure(extend('8 days'))).toMatchObject({ code: '22023', message: 'p_lease cannot be used' });
});

test('a role keeps its bounds when it and others are renamed', async ({ db }) => {
  for (const name of ['mine', 'theirs']) await create(db.sql, name);
  await write(db.sql, 1);
  const [first, second] = [await db.createRole('first'), await db.createRole('second')];
  await db.sql.query(`select app.grant_consumer($1, '{mine}'), app.grant_consumer($2, '{theirs}')`, [first, second]);
  const session = await db.connect(first);
  await db.asAdmin(`
    alter role ${first} rename to ${first}_kept; alter role ${second} rename to ${first};
    alter role ${first}_kept rename to ${second}`);
  await db.sql.query('select app.apply_access()');
  expect(
    await rows(db.sql, `select role_name, consumers from app.access_grant where consumers is not null order by 1`),
  ).toEqual([
    { role_name: first, consumers: ['theirs'] },
    { role_name: second, consumers: ['mine'] },
  ]);
  expect(await failure(session.query(`select app.fetch_events('theirs')`))).toMatchObject({ code: '42501' });

  await db.asAdmin(`alter role ${second} rename to ${second}_kept; create role ${second}`);
  await db.sql.query(`select app.grant_consumer($1, '{theirs}')`, [second]);
  expect(await failure(session.query(`select app.fetch_events('theirs')`))).toMatchObject({ code: '42501' });
  expect(numbers(await fetch(session, 'mine'))).toEqual([1]);
  await db.asAdmin(`
    drop owned by ${second}; drop role ${second}; alter role ${second}_kept rename to ${second}`);
});

test('a role that does not end its transaction keeps no other consumer from telling of a failure', async ({ db }) => {
  for (const name of ['mine', 'theirs']) await create(db.sql, name);
  await write(db.sql, 1);
  const role = await db.createRole('worker');
  await db.sql.query(`select app.grant_consumer($1, '{mine}')`, [role]);
  const worker = await db.connect(role);
  await worker.query('begin');
  const [event] = await fetch(worker, 'mine');
  await worker.query(`select app.nack_event('mine', $1, 'no')`, [event?.eventId]);
  const [same] = await fetch(db.sql, 'theirs');
  await db.sql.query(`set statement_timeout = '4min'`);
  await db.sql.query(`select app.nack_event('theirs', $1, 'no')`, [same?.eventId]);
  await worker.query('rollback');
  expect(await value(db.sql, 'select retry_count from app.outbox')).toBe(0);
});
