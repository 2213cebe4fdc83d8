import type pg from 'pg';
import { rows } from './query.js';

/**
 * Compares what a table holds with what its audit rows say it holds, as text, so digit by digit.
 *
 * @param sql - a connection
 * @param table - its name, as in SQL
 * @returns the rows that only one side has, each with the side: nothing when the audit rows account for every change
 */
export async function unaccounted(sql: pg.ClientBase, table: string): Promise<Record<string, unknown>[]> {
  return rows(
    sql,
    `with held as (select whole_row::text as row from ${table} whole_row),
       replayed as (
         select whole_row::text as row from app.get_table_as_of('${table}') image
         cross join lateral jsonb_populate_record(null::${table}, image) whole_row)
     (select 'held' as side, row from (table held except all table replayed) h)
     union all
     (select 'replayed', row from (table replayed except all table held) r)`,
  );
}
