import type { Queryable } from './queryable.js';

/** Another session that holds a lock. Its state is null to a role that may not see it. Its query is not read, as it may hold a password. */
export interface LockHolder {
  pid: number;
  role: string | null;
  state: string | null;
}

const holdersQuery = `
  select b.pid, a.usename as role, a.state
  from pg_catalog.unnest(pg_catalog.pg_blocking_pids($1)) b (pid)
  left join pg_catalog.pg_stat_activity a on a.pid operator(pg_catalog.=) b.pid
  order by b.pid`;

/**
 * @param client - another connection than the one that waits
 * @param pid - the session that waits
 * @returns who holds the lock that it waits for
 */
export async function lockHolders(client: Queryable, pid: number): Promise<LockHolder[]> {
  return (await client.query<LockHolder>(holdersQuery, [pid])).rows;
}

/**
 * Limits how long a session waits for a lock.
 *
 * @param client - one connection, no pool
 * @param seconds - after which a statement that waits fails with 55P03
 * @returns the process id of the session
 */
export async function limitLockWait(client: Queryable, seconds: number): Promise<number> {
  await client.query(`set lock_timeout = '${seconds}s'`);
  const { rows } = await client.query<{ pid: number }>('select pg_catalog.pg_backend_pid() as pid');
  return rows[0]?.pid ?? 0;
}
