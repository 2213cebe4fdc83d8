import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { Queryable } from '../../connection/queryable.js';
import { SpecqlCdcError } from '../../error.js';
import { Consumer } from '../consumer.js';
import { isLost } from '../connection/lostConnection.js';
import { consumerPool } from '../connection/consumerPool.js';
import type { DeliveredEvent } from '../deliveredEvent.js';
import type { LogName } from '../logName.js';
import type { ConsumerOptions } from '../consumerOptions.js';
import { createConsumer, type CreateConsumerOptions } from './createConsumer.js';
import { dropConsumer } from './dropConsumer.js';

/** Which events to follow. */
export interface TailOptions {
  /** The log; default: `outbox`. */
  log?: LogName;
  /** Only events of these types; default: all. */
  eventTypes?: readonly string[];
  /** Ends the iteration. */
  signal?: AbortSignal;
}

/** A consumer that is left behind, as when the process is killed, does not hold back maintenance for longer. */
const maxLagMs = 60 * 60 * 1000;

/**
 * Follows a log: yields events as they commit, from now on, by a consumer of its own that is dropped when the loop or the signal ends.
 * An event counts as delivered when its batch has been taken from the loop.
 *
 * @typeParam Events - the payload of each event type
 * @param connection - how to reach the server, as a role that may create consumers, and how to fetch
 * @param options - `log`, `eventTypes`, `signal`
 * @returns the events, until the loop or the signal ends
 * @throws SpecqlCdcError when the role may not create a consumer
 * @throws pg.DatabaseError when the server refuses
 */
export async function* tailEvents<Events extends object = Record<string, unknown>>(
  connection: Omit<ConsumerOptions, 'consumer' | 'shard'>,
  { signal, ...options }: TailOptions = {},
): AsyncGenerator<DeliveredEvent<Events>, void, undefined> {
  const consumer = `tail_${randomUUID()}`;
  const pool = consumerPool(connection);
  try {
    await createAtEnd(pool, consumer, options);
    try {
      yield* eventsOf<Events>({ ...connection, consumer }, signal);
    } finally {
      await dropConsumer(pool, consumer);
    }
  } finally {
    await pool.end();
  }
}

async function createAtEnd(client: Queryable, consumer: string, options: CreateConsumerOptions): Promise<void> {
  await createConsumer(client, consumer, { ...options, start: 'latest', maxLagMs }).catch((error: unknown) => {
    if (error instanceof pg.DatabaseError && error.code === '42501') {
      throw new SpecqlCdcError(
        'this role may only read: to follow events it needs a consumer of its own, and may not make one',
        'Connect as the owner of the extension or as an administrator (app.grant_administrator), or poll app.outbox.',
      );
    }
    throw error;
  });
}

async function* eventsOf<Events extends object>(
  options: ConsumerOptions,
  signal?: AbortSignal,
): AsyncGenerator<DeliveredEvent<Events>, void, undefined> {
  const consumer = new Consumer<Events>({
    ...options,
    onConnectionLost(error, delayMs) {
      // Nobody would move a consumer that ends with the loop.
      if (!isLost(error)) throw error as Error;
      options.onConnectionLost?.(error, delayMs);
    },
  });
  try {
    for await (const batch of consumer.batches({ ...(signal && { signal }) })) {
      yield* batch.events;
      await batch.ack();
    }
  } finally {
    await consumer.close();
  }
}
