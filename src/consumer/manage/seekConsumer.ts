import type { Queryable } from '../../connection/queryable.js';
import { positionText, type SeekPosition } from './seekPosition.js';

/**
 * Moves a consumer to another position in its log, and ends its suspension. The acknowledgement of a batch in flight is late then.
 *
 * @param client - client or pool, as the owner of the extension or an administrator
 * @param consumer - its name
 * @param to - where it goes on: `earliest`, `latest`, a time, or the `event_id` to deliver next (a bigint, or its digits)
 * @throws pg.DatabaseError 22023 for a position that cannot be used, 42704 for an unknown consumer
 */
export async function seekConsumer(client: Queryable, consumer: string, to: SeekPosition): Promise<void> {
  await client.query('select app.seek_consumer($1, $2)', [consumer, positionText(to)]);
}
