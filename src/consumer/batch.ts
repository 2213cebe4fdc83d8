import type pg from 'pg';
import { longestPause } from '../pause.js';
import type { Acknowledgement, Calls, FetchedEvent, Settings } from './calls.js';
import type { Counters } from './counters.js';
import type { DeliveredEvent } from './event.js';
import { failureText } from './failureText.js';

/** What `app.nack_event` refuses an event with that is not out. */
const notHandedOut = '55000';

/** Events that this worker has until it acknowledges or releases them. Its lease is renewed meanwhile. */
export class Batch<Events extends object = Record<string, unknown>> {
  readonly events: readonly DeliveredEvent<Events>[];
  /** The token that `app.ack_events` knows it by. */
  readonly token: string;
  /** Aborted when the batch is no longer this worker's: it was away for longer than the lease, or the consumer was moved. */
  readonly signal: AbortSignal;
  #settled = false;
  /** How many from the beginning are counted as acknowledged. */
  #counted = 0;
  /** Failed, and blocked behind a failed one: they come again. */
  readonly #aside = new Set<DeliveredEvent<Events>>();
  readonly #lost = new AbortController();
  readonly #renewal: NodeJS.Timeout;

  /** @internal */
  constructor(
    private readonly calls: Calls,
    private readonly counters: Counters,
    readonly settings: Settings,
    events: readonly [FetchedEvent<Events>, ...FetchedEvent<Events>[]],
  ) {
    this.events = events;
    this.token = events[0].batch;
    this.signal = this.#lost.signal;
    counters.delivered += events.length;
    this.#renewal = setInterval(() => void this.#renew(), Math.min(settings.lease / 3, longestPause));
    this.#renewal.unref();
  }

  /** Whether it was acknowledged as a whole, released or lost. */
  get settled(): boolean {
    return this.#settled || this.signal.aborted;
  }

  /**
   * Says that the batch is dealt with; what was said to have failed stays for its retry.
   *
   * @param through - the last event dealt with; the rest stays with this worker. All unless given
   * @param on - the client of a transaction that this shall be part of
   * @returns acknowledged; or without effect repeated or late, when it was delivered to another meanwhile
   */
  async ack(through?: DeliveredEvent<Events>, on?: Parameters<Calls['ack']>[2]): Promise<Acknowledgement> {
    const answer = await this.calls.ack(this.token, through?.event_id, on);
    // Inside a transaction nothing is sure before its commit.
    if (!on) this.acknowledged(answer, through);
    return answer;
  }

  /** @internal Counts an acknowledgement that has committed. */
  acknowledged(answer: Acknowledgement, through?: DeliveredEvent<Events>): void {
    const end = through ? this.events.indexOf(through) + 1 : this.events.length;
    const done = this.events.slice(this.#counted, end).filter((event) => !this.#aside.has(event));
    this.#counted = end;
    this.counters[answer === 'late' ? 'late' : 'acknowledged'] += done.length;
    if (!through) this.close();
  }

  /**
   * Says that an event failed: it comes again later, alone, until it is a dead letter. Acknowledge the batch all the same. Unless the
   * consumer was made with `p_on_failure => 'skip'`, leave the later events of its key in this batch: they come after it.
   *
   * @param event - of this batch
   * @param error - why, of any type; its message is shown as last_error
   * @param delay - milliseconds to the retry; the back-off of the consumer unless given
   * @returns when it comes again; null when it is a dead letter now, or no longer this worker's
   */
  async nack(event: DeliveredEvent<Events>, error: unknown, delay?: number): Promise<Date | null> {
    const due = await this.calls.nack(event.event_id, failureText(error), delay).catch(async (refusal: unknown) => {
      if ((refusal as pg.DatabaseError).code !== notHandedOut) throw refusal;
      // Either it was said before the connection was lost, or the lease is over; then the event comes again in any case.
      if (!(await this.calls.extend(this.token))) this.#lose();
      return undefined;
    });
    if (due === undefined) return null;
    this.#setAside(event);
    this.counters[due ? 'failed' : 'dead'] += 1;
    return due;
  }

  /** Gives back what is not acknowledged; it is delivered again at once. */
  async release(): Promise<void> {
    this.close();
    await this.calls.release(this.token);
  }

  /** @internal Ends the renewal of the lease. */
  close(): void {
    this.#settled = true;
    clearInterval(this.#renewal);
  }

  async #renew(): Promise<void> {
    // A server that refuses, or is away at the end, does not renew; whoever acknowledges is told.
    const ours = await this.calls.extend(this.token).catch(() => true);
    if (ours || this.#settled) return;
    this.#lose();
  }

  #setAside(event: DeliveredEvent<Events>): void {
    this.#aside.add(event);
    if (this.settings.on_failure === 'skip') return;
    const later = this.events.slice(this.events.indexOf(event));
    for (const held of later) if (held.partition_key === event.partition_key) this.#aside.add(held);
  }

  #lose(): void {
    clearInterval(this.#renewal);
    this.#lost.abort();
  }
}
