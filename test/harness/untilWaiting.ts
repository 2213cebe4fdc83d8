import type pg from 'pg';
import type { TestDatabase } from '../../build/server/databases.js';
import { value } from './query.js';
import { until } from './until.js';

/**
 * Waits until a session waits for a lock.
 *
 * @param db - the database with a connection to look from
 * @param client - the session
 */
export function untilWaiting(db: TestDatabase & { sql: pg.Client }, client: pg.ClientBase): Promise<void> {
  const { processID } = client as unknown as { processID: number };
  const waits = 'select count(*)::int from pg_locks where pid = $1 and not granted';
  return until(async () => (await value(db.sql, waits, [processID])) !== 0);
}
