import type pg from 'pg';
import { expect } from 'vitest';
import { column, transaction, value } from '../../harness/query.js';
import { test } from '../../harness/fixture.js';
import { unaccounted } from '../../harness/replay.js';
import { available } from './available.js';
import { changeAtRandom } from './randomChanges.js';
import { zabbixScripts } from './zabbix.js';

const scripts = await zabbixScripts();
const isAvailable = available(scripts !== undefined, "Debian's package zabbix-server-pgsql, by apt-get download");

const auditedTables = async (sql: pg.ClientBase) =>
  (await column(sql, 'select relation::text from app.audited_table order by 1')) as string[];

async function expectAccounted(sql: pg.ClientBase): Promise<void> {
  for (const table of await auditedTables(sql)) expect(await unaccounted(sql, table), table).toEqual([]);
}

/** What every table holds, short enough to keep. */
async function digests(sql: pg.ClientBase): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = {};
  for (const table of await auditedTables(sql)) {
    found[table] = await value(sql, `select md5(string_agg(t::text, '' order by t::text)) from ${table} t`);
  }
  return found;
}

test.runIf(isAvailable)(
  'the database of a monitoring product, audited from empty: its own load, random changes, and a delete taken back',
  { timeout: 1_800_000 },
  async ({ db: { sql } }) => {
    const { schema = '', data = [] } = scripts ?? {};
    await sql.query(schema);
    await sql.query(
      `select app.enable_audit_cascade(oid::regclass) from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`,
    );
    expect((await auditedTables(sql)).length).toBeGreaterThan(100);
    // The schema's script inserts the version.
    await sql.query(`select app.write_audit_baseline('dbversion')`);
    for (const script of data) await sql.query(script);
    await expectAccounted(sql);

    const done = await changeAtRandom(sql, { count: 400, seed: 20260101 });
    expect(Object.keys(done).sort()).toEqual(['delete', 'insert', 'key change', 'merge', 'update', 'upsert']);
    await expectAccounted(sql);

    const before = await digests(sql);
    const host = await value(sql, 'select hostid from items group by hostid order by count(*) desc, hostid limit 1');
    const mutation = await transaction(sql, async () => {
      const id = await value(sql, `select app.begin_mutation('delete_host')`);
      await sql.query('delete from hosts where hostid = $1', [host]);
      await sql.query('select app.end_mutation()');
      return id;
    });
    expect(
      await value(sql, `select cardinality(entities) from app.mutation where mutation_id = $1`, [mutation]),
    ).toBeGreaterThan(5);
    await sql.query('select app.revert_mutation($1)', [mutation]);
    expect(await digests(sql)).toEqual(before);
    await expectAccounted(sql);
  },
);
