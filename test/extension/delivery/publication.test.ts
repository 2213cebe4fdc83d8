import { expect } from 'vitest';
import { test } from '../../harness/fixture.js';
import { ack, create, drain, fetch, nack, writeMany } from '../../harness/delivery.js';
import { column } from '../../harness/query.js';

test('a publication of all tables stops neither delivery nor maintenance', async ({ db }) => {
  await db.asAdmin('create publication everything for all tables');
  const updatable = `select c.oid::regclass::text from pg_class c
    where c.relnamespace = 'app'::regnamespace and c.relkind = 'r' and c.relname <> 'mutation_touch'
      and not exists (select from pg_index i where i.indrelid = c.oid and (i.indisprimary or i.indisreplident)) and c.relreplident <> 'f'`;
  // The secret is written once, and never changed.
  expect(await column(db.sql, updatable)).toEqual(['app.mutation_key']);

  await create(db.sql, 'mailer', { max_attempts: 1 });
  await writeMany(db.sql, 3);
  const batch = await fetch(db.sql, 'mailer');
  await nack(db, batch[2]);
  await ack(db.sql, 'mailer', batch);
  await db.asAdmin(`update app.maintenance_run set started_at = started_at - interval '2 days';
    update app.outbox set event_payload = event_payload;
    update app.consumer_state set changed_at = changed_at - interval '1 hour'`);
  await db.sql.query('select * from app.maintain()');
  await db.asAdmin(`update app.maintenance_run set started_at = started_at - interval '2 days'`);
  await db.sql.query('select * from app.maintain()');
  await db.sql.query(
    `select app.purge_dead_letters('mailer'), app.set_retention('outbox', '1 day'), app.cleanup_outbox(0)`,
  );
  await db.sql.query(`select app.create_consumer('mailer', p_shards => 2)`);
  expect(await drain(db.sql, 'mailer')).toEqual([]);
  await db.sql.query(`select app.drop_consumer('mailer')`);
  expect(
    await column(db.sql, 'select consumer from app.consumer_shard union all select consumer from app.retry_lock'),
  ).toEqual([]);
});
