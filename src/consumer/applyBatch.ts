import type pg from 'pg';
import type { Batch } from './batch.js';
import type { DeliveredEvent } from './event.js';
import { isLost, persistently } from './lostConnection.js';

/**
 * Applies events to the same database, on the client of a transaction that acknowledges them too. Rejects when that failed.
 * It must not commit or roll back itself.
 */
export type TransactionalHandler<Events extends object> = (
  events: readonly DeliveredEvent<Events>[],
  client: pg.ClientBase,
) => unknown;

/** Somebody else has the batch. */
class NotOurs extends Error {}

/**
 * Applies a batch in one transaction. When that fails, applies its events one by one, each in a transaction of its own, to find which
 * failed: only that one comes again later.
 *
 * @param pool - where the transactions run
 * @param batch - the events
 * @param handler - applies them
 * @param stop - given when no further transaction shall begin
 */
export async function applyBatch<Events extends object>(
  pool: pg.Pool,
  batch: Batch<Events>,
  handler: TransactionalHandler<Events>,
  stop: AbortSignal,
): Promise<void> {
  const apply = (events: readonly DeliveredEvent<Events>[], through?: DeliveredEvent<Events>) =>
    persistently(() => inOneTransaction(pool, batch, handler, events, through), stop);
  try {
    await apply(batch.events);
  } catch (error) {
    if (error instanceof NotOurs) return;
    if (isLost(error)) throw error;
    await oneByOne(batch, apply, stop);
  }
}

async function oneByOne<Events extends object>(
  batch: Batch<Events>,
  apply: (events: readonly DeliveredEvent<Events>[], through: DeliveredEvent<Events>) => Promise<void>,
  stop: AbortSignal,
): Promise<void> {
  const blocked = new Set<string>();
  for (const event of batch.events) {
    if (stop.aborted) return batch.release();
    if (blocked.has(event.partition_key)) continue;
    try {
      await apply([event], event);
    } catch (error) {
      if (error instanceof NotOurs) return;
      if (isLost(error)) throw error;
      await batch.nack(event, error);
      if (batch.settings.on_failure === 'block') blocked.add(event.partition_key);
    }
  }
  await batch.ack();
}

async function inOneTransaction<Events extends object>(
  pool: pg.Pool,
  batch: Batch<Events>,
  handler: TransactionalHandler<Events>,
  events: readonly DeliveredEvent<Events>[],
  through?: DeliveredEvent<Events>,
): Promise<void> {
  const client = await pool.connect();
  // A connection lost while the handler does something else is told by its next query.
  const unheard = () => undefined;
  client.on('error', unheard);
  let failure: Error | undefined;
  try {
    await client.query('begin isolation level read committed');
    await handler(events, client);
    const answer = await batch.ack(through, client);
    if (answer === 'late') throw new NotOurs('the batch is late');
    // Repeated: an earlier try was committed, and only the answer to that was lost.
    await client.query(answer === 'repeated' ? 'rollback' : 'commit');
    batch.acknowledged(answer, through);
  } catch (error) {
    failure = error as Error;
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    client.off('error', unheard);
    client.release(isLost(failure) ? failure : undefined);
  }
}
