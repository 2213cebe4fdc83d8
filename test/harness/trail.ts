import type pg from 'pg';
import { column, rows } from './query.js';

/** What an audit row says happened. */
export interface Change {
  op: string;
  id: unknown;
  old: Record<string, unknown> | null;
  new: Record<string, unknown> | null;
}

/**
 * @param sql - a connection
 * @param entity - whose audit rows
 * @returns what they say, in the order it happened
 */
export async function trail(sql: pg.ClientBase, entity: string): Promise<Change[]> {
  const changes = await rows(
    sql,
    `select operation_type as op, entity_id as id, old_values as old, new_values as new
     from app.audit_${entity} order by changed_at, audit_id`,
  );
  return changes as unknown as Change[];
}

/**
 * @param sql - a connection
 * @param entity - whose audit rows
 * @param name - a column of the audited table
 * @returns what happened to it, for instance `UPDATE 1: a > b`
 */
export async function story(sql: pg.ClientBase, entity: string, name = 'v'): Promise<string[]> {
  const changes = await trail(sql, entity);
  return changes.map((change) => {
    const values = [change.old, change.new].filter((image) => image !== null).map((image) => String(image[name]));
    return `${change.op} ${String(change.id)}: ${values.join(' > ')}`;
  });
}

/**
 * Replays the audit rows from an empty table.
 *
 * @param sql - a connection
 * @param entity - whose audit rows
 * @returns the rows they lead to, as text, sorted
 * @throws Error when a row is changed or deleted that is not there, so also when the order is wrong
 */
export async function replayed(sql: pg.ClientBase, entity: string): Promise<string[]> {
  const changes = await rows(
    sql,
    `select operation_type as op, old_values::text as old, new_values::text as new
     from app.audit_${entity} order by changed_at, audit_id`,
  );
  const table: string[] = [];
  for (const change of changes as { op: string; old: string | null; new: string | null }[]) {
    if (change.op === 'TRUNCATE') {
      table.length = 0;
      continue;
    }
    if (change.old !== null) {
      const position = table.indexOf(change.old);
      if (position < 0) throw new Error(`${change.op} of a row that is not there: ${change.old}`);
      table.splice(position, 1);
    }
    if (change.new !== null) table.push(change.new);
  }
  return table.sort();
}

/**
 * @param sql - a connection
 * @param table - its name, as in SQL
 * @returns its rows in the form of `replayed`
 */
export async function contents(sql: pg.ClientBase, table: string): Promise<string[]> {
  return ((await column(sql, `select to_jsonb(t.*)::text from ${table} t`)) as string[]).sort();
}
