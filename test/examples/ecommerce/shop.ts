import type pg from 'pg';
import { loadShop } from '../../../examples/ecommerce/load.js';
import { column, rows, value } from '../../harness/query.js';
import { test as base, type DatabaseFixture } from '../../harness/fixture.js';
import { valid } from '../../harness/schemas.js';
import type { FlatResponse } from '../../../src/response/shapes/flatResponse.js';

/** `test`, with a database that has the shop of the example. */
export const test = base.extend<{ shop: DatabaseFixture }>({
  shop: async ({ db }, use) => {
    await loadShop(db.sql);
    await use(db);
  },
});

/**
 * Runs a mutation.
 *
 * @param sql - a connection
 * @param name - of the function, without schema
 * @param args - its arguments
 * @returns the response, which keeps to the published schema
 */
export async function mutate(sql: pg.ClientBase, name: string, ...args: unknown[]): Promise<FlatResponse> {
  const list = args.map((_, index) => `$${index + 1}`).join(', ');
  const values = args.map((arg) => (typeof arg === 'object' && arg !== null ? JSON.stringify(arg) : arg));
  return valid('flat-response', await value(sql, `select app.${name}(${list})`, values));
}

/** @returns the events there are, in order */
export const events = (sql: pg.ClientBase) =>
  rows(
    sql,
    `select event_type, entity_type, entity_id, operation, payload, source ->> 'schema' as schema, source ->> 'table' as table
     from app.mutation_events order by event_id`,
  );

/**
 * @param sql - a connection
 * @returns everything a mutation can leave behind, as text
 */
export async function everything(sql: pg.ClientBase): Promise<unknown> {
  const tables = await rows(
    sql,
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'core' and c.relkind = 'r' or n.nspname = 'app' and c.relname ~ '^(audit_|mutation_events_s|mutation$)' and c.relkind = 'r'
     order by 1`,
  );
  const contents: unknown[] = [];
  for (const { name } of tables) {
    contents.push(name, await column(sql, `select t::text from ${String(name)} t order by 1`));
  }
  return contents;
}

/**
 * Waits until a statement of another connection waits for a lock.
 *
 * @param sql - a connection to the same database
 */
export async function untilBlocked(sql: pg.ClientBase): Promise<void> {
  const waiting = `select exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock')`;
  // The statistics of a transaction are as they were when it first looked.
  while (!(await value(sql, waiting))) await sql.query('select pg_stat_clear_snapshot(), pg_sleep(0.01)');
}
