import type pg from 'pg';
import { expect } from 'vitest';
import { test } from '../../harness/fixture.js';
import { column, value } from '../../harness/query.js';

/** As app.fetch_shard plans it: once for all values. */
async function planOfBatch(sql: pg.ClientBase, log: string, segments: [number, number]): Promise<string> {
  await sql.query(`set enable_sort = off; set enable_bitmapscan = off; set enable_seqscan = off;
    set plan_cache_mode = force_generic_plan; set jit = off;
    prepare batch (bigint, bigint, bigint, bigint, bigint[], bigint, bigint[], smallint, smallint) as
    select * from app.log_batch('${log}', 10, '1.1', 1, 'mailer', false, null, $1, $2, $3, $4, $5, $6, $7, null, 1, 0, $8, $9)`);
  const plan = await column(
    sql,
    `explain (analyze, costs off, timing off, summary off)
      execute batch (0, 9, 0, 0, '{}', 9, '{}', ${segments.join(', ')})`,
  );
  await sql.query('deallocate batch');
  return plan.join('\n');
}

test('what a window asks of each event is inlined, and its ids are a range of the index', async ({ db }) => {
  const plan = await planOfBatch(db.sql, 'outbox', [0, 9]);
  expect(plan).not.toMatch(/was_committed|was_running|in_shard|log_window|first_segment/);
  expect(plan).toMatch(/Index Cond: \(\(event_id > \$1\) AND \(event_id <= \$2\)\)/);
  expect(plan).toMatch(/\(event_id > \$3\) OR \(transaction_id >= \$4\) OR \(transaction_id = ANY \(\$5\)\)/);
  expect(plan).toMatch(/transaction_id < \$6.*transaction_id <> ALL \(\$7\)/);
  expect(plan).not.toMatch(/Sort {2}|Sort Method/);
});

test('a batch of one log does not look into the other, nor into other segments than it must', async ({ db }) => {
  expect(await planOfBatch(db.sql, 'outbox', [0, 9])).not.toContain('mutation_events');
  const plan = await planOfBatch(db.sql, 'mutation_events', [3, 3]);
  expect(plan).not.toContain('outbox');
  expect(plan).toContain('Subplans Removed: 9');
});

test('what a writer asks of the doorbell is one call of a built-in function with constants', async ({ db }) => {
  const plan = await column(db.sql, `explain (verbose, costs off) select app.try_share_doorbell('outbox')`);
  const lockClass = String(await value(db.sql, 'select app.lock_class()'));
  expect(plan.join('\n')).toContain(`Output: pg_try_advisory_xact_lock_shared(${lockClass}, 1)`);
});
