import { onlyRow } from '../../connection/onlyRow.js';
import type { Queryable } from '../../connection/queryable.js';

/**
 * Drops a consumer with its position and its retries. The events stay in the log.
 *
 * @param client - client or pool, as the owner of the extension or an administrator
 * @param consumer - its name
 * @returns whether there was one
 * @throws pg.DatabaseError 55006 when it has dead letters: replay or purge them first
 */
export async function dropConsumer(client: Queryable, consumer: string): Promise<boolean> {
  const text = 'select app.drop_consumer($1) as dropped';
  return onlyRow(await client.query<{ dropped: boolean }>(text, [consumer])).dropped;
}
