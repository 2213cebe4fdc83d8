import { execFileSync } from 'node:child_process';
import { execa } from 'execa';
import { expect } from 'vitest';
import { column, rows, value } from '../../harness/query.js';
import { test, type DatabaseFixture } from '../../harness/fixture.js';
import { unaccounted } from '../../harness/replay.js';
import { available } from './available.js';

const tables = ['pgbench_accounts', 'pgbench_branches', 'pgbench_history', 'pgbench_tellers'];
const isAvailable = available(hasPgbench(), 'apt-get install postgresql-15, for pgbench');

function hasPgbench(): boolean {
  try {
    execFileSync('pgbench', ['--version']);
    return true;
  } catch {
    return false;
  }
}

const pgbench = (db: DatabaseFixture, ...options: string[]) => execa('pgbench', ['--quiet', ...options, db.url]);

const load = (db: DatabaseFixture) =>
  execa('pgbench', ['--no-vacuum', '--client=4', '--jobs=2', '--transactions=250', db.url]);

async function enable({ sql }: DatabaseFixture): Promise<void> {
  for (const table of tables) await sql.query(`select app.enable_audit_cascade('${table}')`);
}

async function expectAccounted({ sql }: DatabaseFixture): Promise<void> {
  for (const table of tables) expect(await unaccounted(sql, table)).toEqual([]);
  expect(await value(sql, 'select count(*)::integer from pgbench_history')).toBe(1000);
  expect(await value(sql, 'select count(*)::integer from pgbench_accounts')).toBe(100_000);
}

test.runIf(isAvailable)('pgbench audited from before its first row', { timeout: 900_000 }, async ({ db }) => {
  await pgbench(db, '--initialize', '--init-steps=dtp');
  await enable(db);
  expect(await rows(db.sql, 'select entity, key_columns::text as key from app.audited_table order by entity')).toEqual([
    { entity: 'pgbench_accounts', key: '{aid}' },
    { entity: 'pgbench_branches', key: '{bid}' },
    { entity: 'pgbench_history', key: '{}' },
    { entity: 'pgbench_tellers', key: '{tid}' },
  ]);
  await pgbench(db, '--initialize', '--init-steps=g');
  await load(db);
  await expectAccounted(db);
  const operations = `select operation_type || ' ' || count(*) from app.audit_pgbench_accounts group by operation_type order by 1`;
  // One in ten thousand adds 0, which changes nothing and leaves no row.
  const updates = String(await value(db.sql, 'select count(*) from pgbench_history where delta <> 0'));
  expect(await column(db.sql, operations)).toEqual(['INSERT 100000', 'TRUNCATE 1', `UPDATE ${updates}`]);
});

test.runIf(isAvailable)('pgbench audited from a baseline on', { timeout: 900_000 }, async ({ db }) => {
  await pgbench(db, '--initialize');
  await enable(db);
  for (const table of tables) await db.sql.query(`select app.write_audit_baseline('${table}')`);
  await load(db);
  await expectAccounted(db);
  expect(await value(db.sql, `select app.write_audit_baseline('pgbench_accounts')::integer`)).toBe(0);
});
