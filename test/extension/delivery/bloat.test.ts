import { expect } from 'vitest';
import { value } from '../../harness/query.js';
import type { TestDatabase } from '../../../build/server/databases.js';
import { test } from '../../harness/fixture.js';
import { until } from '../../harness/until.js';
import { create, drain, numbers, write, writeMany } from '../../harness/delivery.js';

/** What the statistics say of the positions. */
const read = (what: string) => `select ${what} from pg_stat_all_tables where relid = 'app.consumer_state'::regclass`;

/** Fetches and acknowledges one event after another, each in a transaction, all in one session. */
const acknowledgeOneByOne = (db: TestDatabase, count: number) =>
  db.asAdmin(`
    do $$ begin
      for n in 1..${count} loop
        perform app.ack_events('mailer', e.batch) from app.fetch_events('mailer', 1) e;
        commit;
      end loop;
    end $$`);

interface Plan {
  'Node Type': string;
  'Actual Rows': number;
  'Shared Hit Blocks': number;
  'Shared Read Blocks': number;
  Plans?: Plan[];
}

test('5000 acknowledgements under a held horizon leave the position one index probe away', async ({ db }) => {
  await create(db.sql, 'mailer');
  await writeMany(db.sql, 5000);
  const open = await db.connect();
  await open.query('begin isolation level repeatable read; select txid_current()');
  await acknowledgeOneByOne(db, 5000);
  expect(await value(db.sql, 'select acknowledged from app.v_consumer_lag')).toBe('5000');

  const [{ Plan: plan }] = (await value(
    db.sql,
    `explain (analyze, buffers, format json)
     select * from app.consumer_state s where s.shard_id = (select shard_id from app.consumer_shard) order by s.number desc limit 1`,
  )) as [{ Plan: Plan }];
  const probe = plan.Plans?.find((node) => node['Node Type'] === 'Index Scan');
  expect(probe?.['Actual Rows']).toBe(1);
  expect(plan['Shared Hit Blocks'] + plan['Shared Read Blocks']).toBeLessThan(20);

  await write(db.sql, 5001);
  expect(numbers(await drain(db.sql, 'mailer'))).toEqual([5001]);
});

test('statistics of the moment when a shard had one position do not have a session read all later ones', async ({
  db,
}) => {
  await create(db.sql, 'mailer');
  await db.asAdmin('analyze app.consumer_state');
  await writeMany(db.sql, 300);
  await acknowledgeOneByOne(db, 300);
  await until(async () => Number(await value(db.sql, read('n_tup_ins'))) >= 600);
  expect(Number(await value(db.sql, read('seq_tup_read')))).toBeLessThan(100);
});
