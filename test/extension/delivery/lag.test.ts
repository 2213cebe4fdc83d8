import { expect } from 'vitest';
import type pg from 'pg';
import { rows, value } from '../../harness/query.js';
import { test } from '../../harness/fixture.js';
import { ack, create, fetch, nack, writeMany } from '../../harness/delivery.js';

/** How many buffers a query reads, once its plans are made. */
async function buffers(sql: pg.ClientBase, text: string): Promise<number> {
  await sql.query(text);
  const plan = (await value(sql, `explain (analyze, buffers, timing off, format json) ${text}`)) as {
    Plan: Record<string, number>;
  }[];
  return (plan[0]?.Plan['Shared Hit Blocks'] ?? 0) + (plan[0]?.Plan['Shared Read Blocks'] ?? 0);
}

test('the lag of many shards costs no more for each than that of few, and nothing is compiled', async ({ db }) => {
  const ways = [
    'select * from app.v_consumer_lag',
    `select * from app.consumer_lag('mailer_0')`,
    'select * from app.health_check()',
  ];
  const measure = async () => {
    const all: number[] = [];
    for (const way of ways) all.push(await buffers(db.sql, way));
    return all as [number, number, number];
  };
  const drain = async (from: number, to: number) => {
    for (let n = from; n < to; n++) {
      await create(db.sql, `mailer_${n}`, { shards: 50 });
      await db.sql.query(`select app.seek_consumer('mailer_${n}', 'latest')`);
    }
    await db.sql.query('select app.maintain()');
    await db.asAdmin('analyze app.consumer_shard, app.consumer_state, app.consumer');
  };
  await writeMany(db.sql, 500, 100);
  await drain(0, 1);
  const few = await measure();
  await drain(1, 8);
  const many = await measure();
  expect(await value(db.sql, 'select count(*)::int from app.v_consumer_lag where events_behind = 0')).toBe(400);
  // Eight times as many shards; the square would be 64, and some of it is for each consumer.
  expect(many[0] / few[0]).toBeLessThan(16);
  expect(many[1] / few[1]).toBeLessThan(2);
  expect((many[2] - few[2]) / few[0]).toBeLessThan(16);

  // A query that is planned as expensive would be compiled, which takes seconds on 15.
  const settings = await rows(
    db.sql,
    `select proname, proconfig @> '{jit=off}' as is_off from pg_proc
     where pronamespace = 'app'::regnamespace and proname in ('consumer_lag', 'shard_backlog', 'health_check')`,
  );
  expect(settings.map(({ is_off }) => is_off)).toEqual([true, true, true]);
});

test('each shard has its own events behind, rate and parked events; one consumer can be asked for', async ({ db }) => {
  await create(db.sql, 'mailer', { shards: 3 });
  await create(db.sql, 'other', { event_types: ['PostCreated'] });
  await writeMany(db.sql, 60, 20);
  const batch = await fetch(db.sql, 'mailer', { shard: 1 });
  await nack(db, batch[0]);
  await ack(db.sql, 'mailer', batch);
  const lag =
    'select shard, events_behind::int as behind, acknowledged::int, retrying::int, blocked::int, events_per_second > 0 as fast';
  expect(await rows(db.sql, `${lag} from app.consumer_lag('mailer')`)).toEqual([
    { shard: 0, behind: expect.any(Number) as number, acknowledged: 0, retrying: 0, blocked: 0, fast: false },
    { shard: 1, behind: 0, acknowledged: expect.any(Number) as number, retrying: 1, blocked: 2, fast: true },
    { shard: 2, behind: expect.any(Number) as number, acknowledged: 0, retrying: 0, blocked: 0, fast: false },
  ]);
  const total = `select sum(events_behind)::int from app.consumer_lag('mailer')`;
  expect(await value(db.sql, total)).toBe(60 - batch.length);
  expect(await value(db.sql, `select events_behind from app.v_consumer_lag where consumer = 'other'`)).toBe('0');
});
