import type { Queryable } from '../connection/queryable.js';
import type { LogName } from '../consumer/logName.js';

/** One thing that `app.maintain()` did, or left undone. */
export interface MaintenanceAction {
  log: LogName;
  /** `kept`: a consumer has not passed the segment; `busy`: its lock was not granted in time, so the next run empties it. */
  action: 'emptied' | 'kept' | 'busy' | 'suspended' | 'slot';
  /** Which segment, consumer or slot, for people. */
  detail: string;
}

/**
 * Maintains both logs: empties segments that are older than the retention and that every consumer has passed, follows replication slots, and
 * suspends consumers that lag too far. Call it every minute; calls at the same time do no harm.
 *
 * @param client - client or pool, as the owner of the extension or an administrator
 * @returns what was done; nothing when there was nothing to do, or another call is under way
 * @throws pg.DatabaseError 25001 outside READ COMMITTED, 55P03 after a restore while a transaction that wrote events stays open
 */
export async function maintain(client: Queryable): Promise<MaintenanceAction[]> {
  const { rows } = await client.query<MaintenanceAction>('select log, action, detail from app.maintain()');
  return rows;
}
