import type { Queryable } from '../connection/queryable.js';

/** What one check found. */
export interface HealthRow {
  check: string;
  /** warning: works, but look; error: changes are not audited, or reading fails. */
  status: 'ok' | 'warning' | 'error';
  /** Null when all is well. */
  detail: string | null;
  /** What to do about it. */
  hint: string | null;
}

/**
 * Looks whether everything that should be audited is.
 *
 * @param client - client or pool
 * @returns at least one row for each check
 * @throws pg.DatabaseError when the role may not look
 */
export async function healthCheck(client: Queryable): Promise<HealthRow[]> {
  const { rows } = await client.query<HealthRow>('select "check", status, detail, hint from app.health_check()');
  return rows;
}
