import type pg from 'pg';
import { maxPauseMs } from '../../pause.js';
import type { Acknowledgement, DeliveryFunctions, FetchedEvent, ConsumerSettings } from './deliveryFunctions.js';
import type { Counters } from '../metrics/counters.js';
import type { DeliveredEvent } from '../deliveredEvent.js';
import { failureText } from './failureText.js';

/** The SQLSTATE by which `app.nack_event` refuses an event that is not delivered to the consumer. */
const notDelivered = '55000';

/** How often a lease is renewed. */
export const renewalIntervalMs = ({ leaseMs }: ConsumerSettings): number => Math.min(leaseMs / 3, maxPauseMs);

/** Events that are delivered to this worker until it acknowledges or releases them. Their lease is renewed meanwhile. */
export class Batch<Events extends object = Record<string, unknown>> {
  readonly events: readonly DeliveredEvent<Events>[];
  /** Names the batch in `app.ack_events`. */
  readonly token: string;
  /** Aborted when the batch is no longer this worker's: the lease has expired, or the consumer was moved by a seek. */
  readonly signal: AbortSignal;
  #settled = false;
  /** How many events from the beginning are counted as acknowledged. */
  #counted = 0;
  /** Events that failed or are blocked behind a failed one: they are delivered again. */
  readonly #parked = new Set<DeliveredEvent<Events>>();
  readonly #lost = new AbortController();
  readonly #renewal: NodeJS.Timeout;

  /** @internal */
  constructor(
    private readonly functions: DeliveryFunctions,
    private readonly counters: Counters,
    readonly settings: ConsumerSettings,
    events: readonly [FetchedEvent<Events>, ...FetchedEvent<Events>[]],
  ) {
    this.events = events;
    this.token = events[0].batch;
    this.signal = this.#lost.signal;
    counters.delivered += events.length;
    this.#renewal = setInterval(() => void this.#renew(), renewalIntervalMs(settings));
    this.#renewal.unref();
  }

  /** Whether it was acknowledged as a whole, released or lost. */
  get settled(): boolean {
    return this.#settled || this.signal.aborted;
  }

  /**
   * Acknowledges the batch. Events that were reported as failed are retried nevertheless.
   *
   * @param through - the last event to acknowledge; the rest stays with this worker. All unless given
   * @param on - the client of a transaction that the acknowledgement belongs to
   * @returns `acknowledged`; or, without effect, `repeated`, or `late` when the batch was delivered to another worker meanwhile
   */
  async ack(through?: DeliveredEvent<Events>, on?: Parameters<DeliveryFunctions['ack']>[2]): Promise<Acknowledgement> {
    const answer = await this.functions.ack(this.token, through?.event_id, on);
    // Inside a transaction nothing is certain before the commit.
    if (!on) this.acknowledged(answer, through);
    return answer;
  }

  /** @internal Counts an acknowledgement that has committed. */
  acknowledged(answer: Acknowledgement, through?: DeliveredEvent<Events>): void {
    const end = through ? this.events.indexOf(through) + 1 : this.events.length;
    const done = this.events.slice(this.#counted, end).filter((event) => !this.#parked.has(event));
    this.#counted = end;
    this.counters[answer === 'late' ? 'late' : 'acknowledged'] += done.length;
    if (!through) this.close();
  }

  /**
   * Reports that an event failed: it is delivered again later, alone, until it is a dead letter. Acknowledge the batch all the same. Unless
   * the consumer was made with `p_on_failure => 'skip'`, do not handle the later events of its key: they are delivered after it.
   *
   * @param event - of this batch
   * @param error - why, of any type; its message is shown as last_error
   * @param delayMs - until the retry; the back-off of the consumer unless given
   * @returns when it is delivered again; null when it is a dead letter now, or no longer this worker's
   */
  async nack(event: DeliveredEvent<Events>, error: unknown, delayMs?: number): Promise<Date | null> {
    const due = await this.functions
      .nack(event.event_id, failureText(error), delayMs)
      .catch(async (refusal: unknown) => {
        if ((refusal as pg.DatabaseError).code !== notDelivered) throw refusal;
        // Either the report arrived before the connection was lost, or the lease has expired; then the event is delivered again in any case.
        if (!(await this.functions.extend(this.token))) this.#lose();
        return undefined;
      });
    if (due === undefined) return null;
    this.#park(event);
    this.counters[due ? 'failed' : 'dead'] += 1;
    return due;
  }

  /** Gives back the events that are not acknowledged; they are delivered again at once. */
  async release(): Promise<void> {
    this.close();
    await this.functions.release(this.token);
  }

  /** @internal Ends the renewal of the lease. */
  close(): void {
    this.#settled = true;
    clearInterval(this.#renewal);
  }

  async #renew(): Promise<void> {
    // A server that refuses, or is away after the stop, does not renew; the acknowledgement is late then.
    const ours = await this.functions.extend(this.token).catch(() => true);
    if (ours || this.#settled) return;
    this.#lose();
  }

  #park(event: DeliveredEvent<Events>): void {
    this.#parked.add(event);
    if (this.settings.on_failure === 'skip') return;
    const later = this.events.slice(this.events.indexOf(event));
    for (const blocked of later) if (blocked.partition_key === event.partition_key) this.#parked.add(blocked);
  }

  #lose(): void {
    clearInterval(this.#renewal);
    this.#lost.abort();
  }
}
