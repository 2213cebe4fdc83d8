import { onlyRow } from './onlyRow.js';
import type { Queryable } from './queryable.js';

/** A session that another one waits for. Role, state and query are null to a role that may not see them. */
export interface LockHolder {
  pid: number;
  role: string | null;
  state: string | null;
  /** Its latest statement, at most 100 characters of it. */
  query: string | null;
}

/**
 * Limits how long a session waits for locks.
 *
 * @param client - one connection, no pool
 * @param timeoutSeconds - for one lock
 * @returns the process of the server that serves it
 */
export async function limitLockWait(client: Queryable, timeoutSeconds: number): Promise<number> {
  const text = `select pg_catalog.set_config('lock_timeout', $1, false), pg_catalog.pg_backend_pid() as pid`;
  return onlyRow(await client.query<{ pid: number }>(text, [`${timeoutSeconds}s`])).pid;
}

/**
 * @param client - another connection than the one that waits
 * @param pid - process of the server that waits
 * @returns for whom it waits; none when it does not
 */
export async function lockHolders(client: Queryable, pid: number): Promise<LockHolder[]> {
  const { rows } = await client.query<LockHolder>(
    `select b.pid, a.usename as role, a.state, pg_catalog."left"(a.query, 100) as query
    from pg_catalog.unnest(pg_catalog.pg_blocking_pids($1)) b (pid)
    left join pg_catalog.pg_stat_activity a on a.pid operator(pg_catalog.=) b.pid
    order by b.pid`,
    [pid],
  );
  return rows;
}

/**
 * Cancels what a session does, which is nothing when it has just ended.
 *
 * @param client - of the same role
 * @param pid - process of the server
 */
export async function cancelStatement(client: Queryable, pid: number): Promise<void> {
  await client.query('select pg_catalog.pg_cancel_backend($1)', [pid]);
}
