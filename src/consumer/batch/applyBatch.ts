import type pg from 'pg';
import type { Batch } from './batch.js';
import { ClientHealth, type Step } from '../connection/clientHealth.js';
import type { DeliveredEvent } from '../deliveredEvent.js';
import { retryWhileLost } from '../connection/lostConnection.js';

/**
 * Applies events to the same database, on the client of a transaction that acknowledges them too. Rejects when that failed.
 * It must not commit or roll back itself.
 */
export type TransactionalHandler<Events extends object> = (
  events: readonly DeliveredEvent<Events>[],
  client: pg.ClientBase,
) => unknown;

/** The result of a transaction whose connection was not lost: `late` when the batch was delivered to another worker. */
type Outcome = 'applied' | 'late' | { failure: unknown };

/**
 * Applies a batch in one transaction. When that fails, applies its events one by one, each in a transaction of its own, to find which one
 * failed: only that one is delivered again later.
 *
 * @param pool - where the transactions run
 * @param batch - the events
 * @param handler - applies them
 * @param stop - no further transaction begins after it
 */
export async function applyBatch<Events extends object>(
  pool: pg.Pool,
  batch: Batch<Events>,
  handler: TransactionalHandler<Events>,
  stop: AbortSignal,
): Promise<void> {
  const apply = (events: readonly DeliveredEvent<Events>[], through?: DeliveredEvent<Events>) =>
    retryWhileLost(() => inOneTransaction(pool, batch, handler, events, through), stop);
  const outcome = await apply(batch.events);
  if (typeof outcome !== 'object') return;
  // Of a batch of one it is known which one failed.
  await oneByOne(batch, batch.events.length === 1 ? () => Promise.resolve(outcome) : apply, stop);
}

async function oneByOne<Events extends object>(
  batch: Batch<Events>,
  apply: (events: readonly DeliveredEvent<Events>[], through: DeliveredEvent<Events>) => Promise<Outcome>,
  stop: AbortSignal,
): Promise<void> {
  const blocked = new Set<string>();
  for (const event of batch.events) {
    if (stop.aborted) return batch.release();
    if (blocked.has(event.partition_key)) continue;
    const outcome = await apply([event], event);
    if (outcome === 'late') return;
    if (outcome === 'applied') continue;
    await batch.nack(event, outcome.failure);
    if (batch.settings.on_failure === 'block') blocked.add(event.partition_key);
  }
  await batch.ack();
}

/** Rejects only when its connection is lost: an error of the handler may look like that, and come from another server. */
async function inOneTransaction<Events extends object>(
  pool: pg.Pool,
  batch: Batch<Events>,
  handler: TransactionalHandler<Events>,
  events: readonly DeliveredEvent<Events>[],
  through?: DeliveredEvent<Events>,
): Promise<Outcome> {
  const client = await pool.connect();
  const health = new ClientHealth(client);
  let step: Step = 'beginning';
  try {
    await client.query('begin isolation level read committed');
    step = 'handling';
    await handler(events, client);
    step = 'acknowledging';
    const answer = await batch.ack(through, client);
    step = 'committing';
    // Repeated: an earlier try was committed, and only the answer to it was lost.
    await client.query(answer === 'acknowledged' ? 'commit' : 'rollback');
    if (answer === 'late') return 'late';
    batch.acknowledged(answer, through);
    return 'applied';
  } catch (error) {
    return { failure: await health.rollBack(error, step) };
  } finally {
    health.release();
  }
}
