import type { Batch } from './batch.js';
import type { DeliveredEvent } from '../deliveredEvent.js';

/** What a handler is given besides the event. */
export interface HandlerContext {
  /** Aborted when the event is no longer this worker's and is delivered to another. */
  signal: AbortSignal;
}

/** Handles one event. Rejects when it failed; then the event is delivered again later. */
export type Handler<Events extends object> = (event: DeliveredEvent<Events>, context: HandlerContext) => unknown;

/**
 * Passes the events of a batch to a handler, those of a key one after another, and acknowledges them. An event that fails is delivered
 * again; the later events of its key wait for it, unless the consumer skips. After `stop` no further event begins, and those left are given back.
 *
 * @param batch - the events
 * @param handler - handles one
 * @param concurrency - how many keys are handled at the same time
 * @param stop - no further event begins after it
 */
export async function handleBatch<Events extends object>(
  batch: Batch<Events>,
  handler: Handler<Events>,
  concurrency: number,
  stop: AbortSignal,
): Promise<void> {
  const keys = eventsByKey(batch.events);
  const settled = new Set<DeliveredEvent<Events>>();

  const handle = async (event: DeliveredEvent<Events>, later: DeliveredEvent<Events>[]) => {
    try {
      await handler(event, { signal: batch.signal });
      settled.add(event);
    } catch (error) {
      if (batch.signal.aborted) return;
      await batch.nack(event, error);
      settled.add(event);
      // The server has parked them behind the failed one.
      if (batch.settings.on_failure === 'block') for (const blocked of later.splice(0)) settled.add(blocked);
    }
  };
  // Keys take turns, so that one with many events does not run last and alone.
  const worker = async () => {
    for (let key = keys.shift(); key && !stop.aborted && !batch.signal.aborted; key = keys.shift()) {
      const event = key.shift();
      if (event) await handle(event, key);
      if (key.length > 0) keys.push(key);
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: concurrency }, worker));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  await settle(batch, settled);
}

function eventsByKey<Events extends object>(events: readonly DeliveredEvent<Events>[]): DeliveredEvent<Events>[][] {
  const keys = new Map<string, DeliveredEvent<Events>[]>();
  for (const event of events) {
    const key = keys.get(event.partition_key);
    if (key) key.push(event);
    else keys.set(event.partition_key, [event]);
  }
  return [...keys.values()];
}

/** Acknowledges a batch whose events are all settled; of another one its settled beginning, and gives the rest back. */
async function settle<Events extends object>(batch: Batch<Events>, done: Set<DeliveredEvent<Events>>): Promise<void> {
  if (batch.signal.aborted) return;
  const firstLeft = batch.events.findIndex((event) => !done.has(event));
  if (firstLeft === -1) {
    await batch.ack();
    return;
  }
  const last = batch.events[firstLeft - 1];
  if (last) await batch.ack(last);
  await batch.release();
}
