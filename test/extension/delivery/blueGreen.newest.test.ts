import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../build/server/databases.js';
import type { PostgresServer } from '../../../build/server/server.js';
import { startServer } from '../../../build/server/start.js';
import { haveClientTools, run } from '../../harness/clientTools.js';
import { ack, create, drain, fetch, numbers, write, writeMany } from '../../harness/delivery.js';
import { customerDeleted, failure, log } from '../../harness/events.js';
import { test } from '../../harness/fixture.js';
import { column, rows, value } from '../../harness/query.js';
import { until } from '../../harness/until.js';

let blue: PostgresServer;
let source: TestDatabase;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'specql_cdc-blue-'));
  blue = await startServer({ major: 15 });
  source = await createTestDatabase(blue);
});
afterAll(async () => {
  await blue.stop();
  await rm(folder, { recursive: true });
});

test.skipIf(!haveClientTools)(
  'a switchover from 15 to 18 by logical replication loses no event and repeats none',
  async ({ server, emptyDb: green }) => {
    const sql = await source.connect();
    const reader = await green.createRole('reader');
    await source.asAdmin(`create role ${reader} login`);
    // So that no transaction id of green is anywhere near those of blue.
    await sql.query(`do $$ begin for n in 1..20000 loop perform txid_current(); commit; end loop; end $$`);
    await sql.query(`create table public.tb_post (id uuid primary key default gen_random_uuid(), title text);
      select app.enable_audit_cascade('public.tb_post'), app.grant_reader('${reader}');
      insert into public.tb_post (title) select 'before' from generate_series(1, 3)`);
    for (const consumer of ['done', 'behind', 'leased']) await create(sql, consumer, { shards: 2 });
    await create(sql, 'changes', { log: 'mutation_events' });
    await writeMany(sql, 6, 3);
    await drain(sql, 'done');

    await source.asAdmin('create publication everything for all tables');
    const schema = path.join(folder, 'schema.sql');
    await writeFile(schema, await run('pg_dump', blue, ['--schema-only', '--no-publications', source.name]));
    await run('psql', server, ['--no-psqlrc', '--quiet', '--set', 'ON_ERROR_STOP=1', '--file', schema, green.name]);
    await green.asAdmin(
      `create subscription ${green.name} connection '${blue.adminUrl(source.name)}' publication everything`,
    );
    try {
      const syncing = `select from pg_subscription_rel where srsubstate <> 'r'`;
      await until(async () => (await green.asAdmin(syncing)).rowCount === 0);

      // Until the switchover the new side can neither lose events nor open an epoch.
      const admin = await green.connect('postgres');
      for (const call of [
        'app.adopt_cluster()',
        'app.maintain()',
        `app.fetch_events('done')`,
        `app.create_consumer('x')`,
      ])
        expect(await failure(admin.query(`select ${call}`))).toMatchObject({
          code: '55000',
          message: 'log outbox is replicated into this database',
        });
      const found = `select detail from app.health_check() where "check" = 'event_ids'`;
      expect(await column(admin, found)).toEqual([
        'log mutation_events is replicated into this database',
        'log outbox is replicated into this database',
      ]);

      // The old side goes on meanwhile.
      await sql.query(`insert into public.tb_post (title) values ('meanwhile');
        select app.grant_reader('${reader}', array['aaaaaaaa-0000-4000-8000-000000000000'::uuid])`);
      await writeMany(sql, 6, 3);
      await log(sql, customerDeleted);
      await ack(sql, 'behind', await fetch(sql, 'behind', { limit: 4 }));
      const leased = await fetch(sql, 'leased', { limit: 1 });
      await drain(sql, 'done');
      await sql.query('select * from app.maintain()');

      const written = await value(sql, 'select pg_current_wal_lsn()');
      const arrived = 'select from pg_replication_slots where confirmed_flush_lsn >= $1';
      await until(async () => (await sql.query(arrived, [written])).rowCount === 1);
      const events = 'select id, event_id from app.outbox order by event_id';
      const audit = 'select * from app.audit_post order by audit_id';
      const [oldEvents, oldAudit] = [await rows(sql, events), await rows(sql, audit)];
      await green.asAdmin(`drop subscription ${green.name}`);

      expect(await rows(admin, events)).toEqual(oldEvents);
      expect(await rows(admin, audit)).toEqual(oldAudit);
      // Too early: these have ids that are there already.
      for (const n of [13, 14]) await write(admin, n);
      expect(await column(admin, 'select cluster_epoch from app.adopt_cluster()')).toEqual([2, 2]);
      await admin.query('select * from app.maintain()');
      expect(await column(admin, `select detail from app.health_check() where status <> 'ok'`)).toEqual([]);
      await write(admin, 15);
      await log(admin, customerDeleted);

      expect(numbers(await drain(admin, 'done'))).toEqual([13, 14, 15]);
      expect(await drain(admin, 'behind', 3)).toHaveLength(12 - 4 + 3);
      expect(await ack(admin, 'leased', leased)).toBe('acknowledged');
      expect(await drain(admin, 'leased')).toHaveLength(12 - 1 + 3);
      expect(await drain(admin, 'changes')).toHaveLength(2);
      expect(await value(admin, 'select count(distinct event_id)::int from app.outbox')).toBe(15);

      await admin.query(`select app.begin_mutation('after');
        insert into public.tb_post (title) values ('after')`);
      expect(await value(admin, 'select count(*)::int from app.audit_post')).toBe(oldAudit.length + 1);
      const grants = `select role_name from app.access_grant g join pg_roles r on r.oid = g.role_oid and r.rolname = g.role_name`;
      expect(await column(admin, grants)).toEqual(expect.arrayContaining([reader]));
      expect(await value(admin, 'select count(*)::int from app.mutation_key')).toBe(1);
    } finally {
      const left = await green.asAdmin(`select from pg_subscription where subname = '${green.name}'`);
      if (left.rowCount) await green.asAdmin(`drop subscription ${green.name}`);
    }
  },
);
