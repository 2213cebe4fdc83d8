import type { Queryable } from '../../connection/queryable.js';
import { unknownConsumer } from '../unknownConsumer.js';

/**
 * Refuses an unknown consumer: an empty list of its dead letters would say that all is well.
 *
 * @param client - client or pool
 * @param consumer - its name
 * @throws SpecqlCdcError when it does not exist
 */
export async function requireConsumer(client: Queryable, consumer: string): Promise<void> {
  const { rowCount } = await client.query('select from app.consumer where consumer operator(pg_catalog.=) $1', [
    consumer,
  ]);
  if (rowCount === 0) throw unknownConsumer(consumer);
}
