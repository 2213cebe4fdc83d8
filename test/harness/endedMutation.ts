import type pg from 'pg';
import { transaction, value } from './query.js';

/**
 * Runs statements as a mutation in a transaction of its own.
 *
 * @param sql - a connection outside a transaction
 * @param statements - what the mutation does
 * @returns the id of the mutation
 */
export async function endedMutation(sql: pg.ClientBase, statements: string): Promise<unknown> {
  return transaction(sql, async () => {
    const id = await value(sql, `select app.begin_mutation('work')`);
    await sql.query(statements);
    await sql.query('select app.end_mutation()');
    return id;
  });
}
