import type pg from 'pg';

/**
 * @param sql - a connection
 * @param text - a query
 * @param values - its parameters
 * @returns the first column of its first row
 */
export async function value(sql: pg.ClientBase, text: string, values: unknown[] = []): Promise<unknown> {
  return (await column(sql, text, values))[0];
}

/**
 * @param sql - a connection
 * @param text - a query
 * @param values - its parameters
 * @returns the first column of all its rows
 */
export async function column(sql: pg.ClientBase, text: string, values: unknown[] = []): Promise<unknown[]> {
  const { rows } = await sql.query<unknown[]>({ text, values, rowMode: 'array' });
  return rows.map(([first]) => first);
}

/**
 * @param sql - a connection
 * @param text - a query
 * @param values - its parameters
 * @returns its rows
 */
export async function rows(
  sql: pg.ClientBase,
  text: string,
  values: unknown[] = [],
): Promise<Record<string, unknown>[]> {
  return (await sql.query<Record<string, unknown>>(text, values)).rows;
}

/**
 * Runs work in a transaction, which is rolled back when the work fails.
 *
 * @param sql - a connection
 * @param work - what to run
 * @returns what the work returns
 */
export async function transaction<T>(sql: pg.ClientBase, work: () => Promise<T>): Promise<T> {
  await sql.query('begin');
  try {
    const result = await work();
    await sql.query('commit');
    return result;
  } catch (error) {
    await sql.query('rollback');
    throw error;
  }
}
