import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { column, rows } from '../../harness/query.js';
import { createTestDatabase, type TestDatabase } from '../../../build/server/databases.js';
import type { PostgresServer } from '../../../build/server/server.js';
import { startServer } from '../../../build/server/start.js';
import { haveClientTools, run } from '../../harness/clientTools.js';
import { ack, create, drain, fetch, numbers, write, writeMany } from '../../harness/delivery.js';

let old: PostgresServer;
let fresh: PostgresServer;
let source: TestDatabase;
let folder: string;

beforeAll(async () => {
  if (!haveClientTools) return;
  folder = await mkdtemp(path.join(os.tmpdir(), 'specql_cdc-restore-'));
  old = await startServer({ major: 15, provider: 'embedded' });
  source = await createTestDatabase(old);
  fresh = await startServer({ major: 15, provider: 'embedded' });
});
afterAll(async () => {
  if (!haveClientTools) return;
  await Promise.all([old.stop(), fresh.stop()]);
  await rm(folder, { recursive: true });
});

/** Uses up transaction ids, so that none of the old cluster's means anything in a fresh one. */
async function useTransactionIds(sql: pg.ClientBase): Promise<void> {
  await sql.query(`do $$ begin for n in 1..20000 loop perform txid_current(); commit; end loop; end $$`);
}

test.skipIf(!haveClientTools)(
  'consumers go on where they were after a dump and restore into a fresh cluster',
  async () => {
    const sql = await source.connect();
    const open = await source.connect();
    await useTransactionIds(sql);
    for (const consumer of ['behind', 'done', 'leased']) await create(sql, consumer);
    await open.query('begin');
    await write(open, 0, 9);
    await writeMany(sql, 20, 20);
    await ack(sql, 'behind', await fetch(sql, 'behind', { limit: 5 }));
    await drain(sql, 'done');
    await ack(sql, 'leased', await fetch(sql, 'leased', { limit: 3 }));
    const leased = await fetch(sql, 'leased', { limit: 4 });
    // In the log at the time of the dump, but committed after all positions were taken.
    await open.query('commit');
    await create(sql, 'new');

    const file = path.join(folder, 'dump');
    await run('pg_dump', old, ['--format', 'custom', '--file', file, source.name]);
    const admin = new pg.Client(fresh.adminUrl());
    await admin.connect();
    await admin.query('create role specql_owner login');
    await admin.query('create database restored');
    await run('pg_restore', fresh, ['--exit-on-error', '--dbname', 'restored', file]);
    const [{ old_id }] = (await rows(sql, 'select txid_current()::int as old_id')) as [{ old_id: number }];
    const [{ new_id }] = (await rows(admin, 'select txid_current()::int as new_id')) as [{ new_id: number }];
    expect(new_id).toBeLessThan(old_id);
    await admin.end();

    const restored = new pg.Client(fresh.adminUrl('restored'));
    const other = new pg.Client(fresh.adminUrl('restored'));
    await Promise.all([restored.connect(), other.connect()]);
    try {
      await other.query('begin');
      await write(other, 100, 1);
      await write(restored, 101, 2);
      expect(await column(restored, 'select event_payload from app.outbox where event_id > 21')).toEqual([{ n: 101 }]);
      // It has to wait for who has written, and says so.
      await expect(fetch(restored, 'done')).rejects.toMatchObject({ code: '55P03' });
      await other.query('commit');

      expect(numbers(await drain(restored, 'done')).sort(byNumber)).toEqual([0, 100, 101]);
      expect(numbers(await drain(restored, 'behind', 4)).sort(byNumber)).toEqual([0, ...range(6, 20), 100, 101]);
      expect(await ack(restored, 'leased', leased)).toBe('acknowledged');
      expect(numbers(await drain(restored, 'leased')).sort(byNumber)).toEqual([0, ...range(8, 20), 100, 101]);
      expect(numbers(await drain(restored, 'new')).sort(byNumber)).toEqual([...range(0, 20), 100, 101]);
      expect(await column(restored, 'select cluster_epoch from app.adopt_cluster()')).toEqual([2, 1]);

      await other.query('begin');
      await write(other, 200, 1);
      await write(restored, 201, 2);
      for (const consumer of ['behind', 'done', 'leased', 'new'])
        expect(numbers(await drain(restored, consumer))).toEqual([201]);
      await other.query('commit');
      for (const consumer of ['behind', 'done', 'leased', 'new'])
        expect(numbers(await drain(restored, consumer))).toEqual([200]);
    } finally {
      await Promise.all([restored.end(), other.end()]);
    }
  },
);

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);
const byNumber = (a: unknown, b: unknown) => Number(a) - Number(b);
