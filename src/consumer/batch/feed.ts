import { pause } from '../../pause.js';
import { Batch, renewalIntervalMs } from './batch.js';
import { DeliveryFunctions, type FetchedEvent, type ConsumerSettings } from './deliveryFunctions.js';
import type { Counters } from '../metrics/counters.js';
import { IdleConsumer } from '../wakeup/idleConsumer.js';
import type { ConsumerOptions } from '../consumerOptions.js';
import { sharedDoorbell } from '../wakeup/sharedDoorbell.js';
import { ignoreLossAfterStop } from '../connection/ignoreLossAfterStop.js';
import { isLostOrSuspended } from '../connection/lostConnection.js';
import type pg from 'pg';

/** The batches of one run of a consumer, one after another. */
export class Feed<Events extends object> {
  private constructor(
    private readonly functions: DeliveryFunctions,
    private readonly settings: ConsumerSettings,
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
   * @throws SpecqlCdcError when there is no such consumer, or it follows a slot
   */
  static async open<Events extends object>(
    pool: pg.Pool,
    options: ConsumerOptions,
    counters: Counters,
    signal: AbortSignal,
  ): Promise<Feed<Events> | undefined> {
    const functions = new DeliveryFunctions(pool, options, signal);
    const settings = await ignoreLossAfterStop(functions.settings(), signal);
    if (!settings) return undefined;
    const idle =
      (options.doorbell ?? true) ? new IdleConsumer(sharedDoorbell(options, settings.log), signal) : undefined;
    return new Feed(functions, settings, idle, options, counters, signal);
  }

  /** @returns the next batch, however long it takes; undefined after the signal */
  async next(): Promise<Batch<Events> | undefined> {
    while (!this.signal.aborted) {
      const [first, ...others] = (await ignoreLossAfterStop(this.#fetch(), this.signal, isLostOrSuspended)) ?? [];
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

  async #fetch(): Promise<FetchedEvent<Events>[]> {
    const fetched = await this.functions.fetch<Events>();
    if (typeof fetched !== 'string') return fetched;
    const renew = () => void this.functions.extend(fetched).catch(() => undefined);
    const renewal = setInterval(renew, renewalIntervalMs(this.settings));
    // A worker that cannot receive it must lose it, so that its deliveries end.
    const giveUp = () => {
      clearInterval(renewal);
    };
    try {
      const events = await this.functions.read<Events>(fetched, giveUp);
      // Without events the lease has expired nevertheless: they are delivered again.
      return events.length > 0 ? events : await this.#fetch();
    } finally {
      giveUp();
    }
  }

  #batch(events: [FetchedEvent<Events>, ...FetchedEvent<Events>[]]): Batch<Events> {
    return new Batch(this.functions, this.counters, this.settings, events);
  }
}
