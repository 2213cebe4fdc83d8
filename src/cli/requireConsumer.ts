import type { Queryable } from '../connection/queryable.js';
import { SpecqlCdcError } from '../error.js';

/**
 * Refuses the name of no consumer, of which an empty list would say that all is well.
 *
 * @param client - client or pool
 * @param consumer - as given
 * @throws SpecqlCdcError when there is none of that name
 */
export async function requireConsumer(client: Queryable, consumer: string): Promise<void> {
  const { rowCount } = await client.query('select from app.consumer where consumer = $1', [consumer]);
  if (rowCount === 0) {
    throw new SpecqlCdcError(`there is no consumer ${consumer}`, 'List those there are: specql-cdc consumers.');
  }
}
