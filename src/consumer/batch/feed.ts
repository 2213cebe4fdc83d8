import { pause } from '../../pause.js';
import { Batch } from './batch.js';
import { Calls, type FetchedEvent, type Settings } from './calls.js';
import type { Counters } from '../metrics/counters.js';
import { IdleConsumer } from '../wakeup/idleConsumer.js';
import type { ConsumerOptions } from '../consumerOptions.js';
import { sharedDoorbell } from '../wakeup/sharedDoorbell.js';
import { ignoreLossAfterStop } from '../connection/ignoreLossAfterStop.js';
import type pg from 'pg';

/** The batches of one run of a consumer, one after another. */
export class Feed<Events extends object> {
  private constructor(
    private readonly calls: Calls,
    private readonly settings: Settings,
    private readonly idle: IdleConsumer | undefined,
    private readonly options: ConsumerOptions,
    private readonly counters: Counters,
    private readonly signal: AbortSignal,
  ) {}

  /**
   * @param pool - connections of the consumer
   * @param options - of the consumer
   * @param counters - counts on
   * @param signal - ends the run
   * @returns the feed; undefined when the signal came first
   * @throws SpecqlCdcError when there is no such consumer
   */
  static async open<Events extends object>(
    pool: pg.Pool,
    options: ConsumerOptions,
    counters: Counters,
    signal: AbortSignal,
  ): Promise<Feed<Events> | undefined> {
    const calls = new Calls(pool, options, signal);
    const settings = await ignoreLossAfterStop(calls.settings(), signal);
    if (!settings) return undefined;
    const idle =
      (options.doorbell ?? true) ? new IdleConsumer(sharedDoorbell(options, settings.log), signal) : undefined;
    return new Feed(calls, settings, idle, options, counters, signal);
  }

  /** @returns the next batch, however long it takes; undefined after the signal */
  async next(): Promise<Batch<Events> | undefined> {
    while (!this.signal.aborted) {
      const [first, ...others] = (await ignoreLossAfterStop(this.calls.fetch<Events>(), this.signal)) ?? [];
      if (first) {
        this.idle?.wake();
        return this.#batch([first, ...others]);
      }
      await (this.idle?.sleep(this.#pollIntervalMs) ?? pause(this.#pollIntervalMs, this.signal));
    }
    return undefined;
  }

  /** Ends what wakes it. */
  async close(): Promise<void> {
    await this.idle?.close();
  }

  get #pollIntervalMs(): number {
    return this.options.pollIntervalMs ?? 1000;
  }

  #batch(events: [FetchedEvent<Events>, ...FetchedEvent<Events>[]]): Batch<Events> {
    return new Batch(this.calls, this.counters, this.settings, events);
  }
}
