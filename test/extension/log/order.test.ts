import { expect } from 'vitest';
import type pg from 'pg';
import { rows, value } from '../../harness/query.js';
import { test, type DatabaseFixture } from '../../harness/fixture.js';
import { customerDeleted, log, postCreated, write, writeAll } from '../../harness/events.js';

/** Each way to write, and the log it writes to. */
const writers: [string, (sql: pg.Client) => Promise<unknown>][] = [
  ['app.outbox', (sql) => write(sql, postCreated)],
  ['app.outbox', (sql) => writeAll(sql, [postCreated, postCreated])],
  ['app.mutation_events', (sql) => log(sql, customerDeleted)],
];

test('an event id is taken only when its transaction has its id', async ({ db }) => {
  for (const [table, event] of writers) expect(await assignedWhenTaken(db, table, event), table).toBe(true);
});

/** Stops a writer as it takes its event id, by a default that waits for a lock, and looks whether its transaction has an id by then. */
async function assignedWhenTaken(db: DatabaseFixture, table: string, event: (sql: pg.Client) => Promise<unknown>) {
  await db.sql.query(`create or replace function public.slow_nextval() returns bigint language sql volatile
    return (pg_advisory_xact_lock_shared(7) is null)::int * 0 + nextval('${table}_event_id_seq')`);
  await db.sql.query(`alter table ${table} alter column event_id set default public.slow_nextval()`);
  await db.sql.query('select pg_advisory_lock(7)');
  const written = event(await db.connect());

  const assigned = `
    select exists (select from pg_locks x where x.pid = w.pid and x.locktype = 'transactionid')
    from pg_locks w join pg_database d on d.oid = w.database
    where w.locktype = 'advisory' and not w.granted and d.datname = current_database()`;
  let answer: unknown;
  while (answer === undefined) answer = await value(db.sql, assigned);
  await db.sql.query('select pg_advisory_unlock(7)');
  await written;
  return answer;
}

test('concurrent writers: no event id of the past turns up later under a transaction of the future', async ({ db }) => {
  const marks: { table: string; taken: unknown; next: unknown }[] = [];
  const committed: string[] = [];
  await Promise.all([...Array.from({ length: 6 }, write20Transactions), watch()]);

  for (const { table, taken, next } of marks) {
    const late = `select count(*)::int from ${table} where event_id <= $1::bigint and transaction_id >= $2::bigint`;
    expect(await value(db.sql, late, [taken, next])).toBe(0);
  }
  for (const [table, events] of [
    ['app.outbox', 3],
    ['app.mutation_events', 1],
  ] as const) {
    const written = `select transaction_id::text as id, count(distinct event_id)::int as events, count(distinct id)::int as ids
      from ${table} group by 1 order by 1`;
    expect(await rows(db.sql, written)).toEqual(committed.sort().map((id) => ({ id, events, ids: events })));
  }

  async function write20Transactions(_: unknown, client: number) {
    const sql = await db.connect();
    for (let round = 0; round < 20; round++) {
      await sql.query('begin');
      for (const [, event] of writers) await event(sql);
      const id = await value(sql, 'select pg_current_xact_id()::text');
      const commits = (round + client) % 4 > 0;
      await sql.query(commits ? 'commit' : 'rollback');
      if (commits) committed.push(String(id));
    }
  }

  /** A position is opened like this: the last event id taken, then a transaction id. */
  async function watch() {
    for (let round = 0; round < 100; round++) {
      for (const table of ['app.outbox', 'app.mutation_events']) {
        const taken = await value(db.sql, `select last_value from ${table}_event_id_seq where is_called`);
        const next = await value(db.sql, 'select pg_current_xact_id()::text');
        if (taken !== undefined) marks.push({ table, taken, next });
      }
    }
  }
});

test('what rolls back, or fails, leaves no event', async ({ db }) => {
  for (const [table, event] of writers) {
    await db.sql.query('begin');
    await event(db.sql);
    await db.sql.query('savepoint s');
    await event(db.sql);
    await db.sql.query('rollback to savepoint s');
    const kept = await value(db.sql, `select count(*)::int from ${table}`);
    await event(db.sql);
    expect(await value(db.sql, `select count(*)::int from ${table}`)).toBe(Number(kept) * 2);
    await expect(db.sql.query('select 1 / 0')).rejects.toThrow('division by zero');
    await db.sql.query('commit');
    expect(await value(db.sql, `select count(*)::int from ${table}`)).toBe(0);
  }
});
