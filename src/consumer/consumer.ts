import type pg from 'pg';
import { SpecqlCdcError } from '../error.js';
import { applyBatch, type TransactionalHandler } from './batch/applyBatch.js';
import type { Batch } from './batch/batch.js';
import { consumerPool } from './connection/consumerPool.js';
import { noCounters, type Counters } from './metrics/counters.js';
import { Feed } from './batch/feed.js';
import { handleBatch, type Handler } from './batch/handleBatch.js';
import { consumerLag, type ConsumerLag } from './metrics/consumerLag.js';
import { observe } from './metrics/meter.js';
import type { ConsumerOptions, RunOptions } from './consumerOptions.js';
import { ignoreLossAfterStop } from './connection/ignoreLossAfterStop.js';

/**
 * Consumes a log: every event is delivered at least once, those of a key in order. One batch is in flight at a time, so memory is bounded.
 * Connects when it runs, and again, after growing waits, whenever the connection is lost.
 *
 * @typeParam Events - the payload of each event type
 */
export class Consumer<Events extends object = Record<string, unknown>> {
  /** How many events it has received, acknowledged and reported as failed. */
  readonly counters: Readonly<Counters>;
  readonly #counters = noCounters();
  readonly #pool: pg.Pool;
  readonly #unobserve: (() => void) | undefined;
  #closed: Promise<void> | undefined;
  #run: { stop: AbortController; done: Promise<unknown> } | undefined;

  /** @param options - which consumer, and how to reach the server */
  constructor(private readonly options: ConsumerOptions) {
    this.counters = this.#counters;
    this.#pool = consumerPool(options);
    const behind = async () => (await this.lag()).reduce((sum, { events_behind }) => sum + Number(events_behind), 0);
    this.#unobserve = options.meter && observe(options.meter, options.consumer, this.#counters, behind);
  }

  /**
   * The batches, for a loop that acknowledges each. A batch that the loop leaves without acknowledging it is given back.
   *
   * @param options - `signal` ends the loop after the batch in flight
   * @throws SpecqlCdcError when there is no such consumer, it runs already, or is closed
   * @throws pg.DatabaseError when the server refuses
   */
  async *batches({ signal }: RunOptions = {}): AsyncGenerator<Batch<Events>, void, undefined> {
    const { stop, end } = this.#begin(signal);
    let feed: Feed<Events> | undefined;
    try {
      feed = await Feed.open<Events>(this.#pool, this.options, this.#counters, stop);
      for (let batch = await feed?.next(); batch; batch = await feed?.next()) {
        try {
          yield batch;
        } finally {
          if (!batch.settled) await ignoreLossAfterStop(batch.release(), stop);
          batch.close();
        }
      }
    } finally {
      await feed?.close();
      end();
    }
  }

  /**
   * Passes each event to a handler, those of a key one after another, until it is stopped. An event whose handler rejects is delivered again
   * after the back-off of the consumer, and becomes a dead letter after `p_max_attempts` failures.
   *
   * @param handler - handles one event; an event may be delivered twice, so it checks `event.id`
   * @param options - `concurrency`: how many keys are handled at the same time, 1 unless given; `signal` ends it
   * @throws what `batches()` throws
   */
  async run(
    handler: Handler<Events>,
    { concurrency = 1, signal }: RunOptions & { concurrency?: number } = {},
  ): Promise<void> {
    if (!Number.isInteger(concurrency) || concurrency < 1) {
      throw new SpecqlCdcError(`concurrency: ${concurrency} is no number of handlers`, 'Pass an integer from 1.');
    }
    for await (const batch of this.batches({ ...(signal && { signal }) })) {
      const stop = this.#stopping();
      await ignoreLossAfterStop(handleBatch(batch, handler, concurrency, stop), stop);
    }
  }

  /**
   * Passes batches to a handler that applies them to the same database, in the transaction that acknowledges them: each event takes
   * effect exactly once. A batch that fails is applied event by event; an event that fails alone is delivered again later.
   *
   * @param handler - applies events on the client of the transaction, and neither commits nor rolls back
   * @param options - `signal` ends it
   * @throws what `batches()` throws
   */
  async runTransactional(handler: TransactionalHandler<Events>, options: RunOptions = {}): Promise<void> {
    for await (const batch of this.batches(options)) {
      const stop = this.#stopping();
      await ignoreLossAfterStop(applyBatch(this.#pool, batch, handler, stop), stop);
    }
  }

  /**
   * Ends the run: running handlers finish, their events are acknowledged, the rest is given back. Resolves after that, so do not await it in
   * a handler or in the loop over `batches()`, which it waits for. It does not wait for a server that is away: the lease of the batch expires.
   */
  async stop(): Promise<void> {
    this.#run?.stop.abort();
    await this.#run?.done;
  }

  /** Stops, and closes all connections, for good. Do not await it in a handler, as `stop()`. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  /**
   * @returns how far each shard is behind, as `app.v_consumer_lag` has it
   * @throws SpecqlCdcError when it is closed
   */
  async lag(): Promise<ConsumerLag[]> {
    this.#requireOpen();
    return consumerLag(this.#pool, this.options.consumer);
  }

  async #close(): Promise<void> {
    this.#unobserve?.();
    await this.stop();
    await this.#pool.end();
  }

  #requireOpen(): void {
    if (this.#closed) throw new SpecqlCdcError('this consumer is closed', 'Make another Consumer of the same name.');
  }

  #begin(signal?: AbortSignal) {
    this.#requireOpen();
    if (this.#run) {
      throw new SpecqlCdcError(
        'this consumer runs already',
        'Stop it first, or make another Consumer of the same name.',
      );
    }
    const stop = new AbortController();
    const abort = () => {
      stop.abort();
    };
    if (signal?.aborted) abort();
    signal?.addEventListener('abort', abort);
    let finish: () => void = abort;
    const done = new Promise<void>((resolve) => (finish = resolve));
    this.#run = { stop, done };
    const end = () => {
      signal?.removeEventListener('abort', abort);
      this.#run = undefined;
      finish();
    };
    return { stop: stop.signal, end };
  }

  #stopping(): AbortSignal {
    return this.#run?.stop.signal ?? AbortSignal.abort();
  }
}
