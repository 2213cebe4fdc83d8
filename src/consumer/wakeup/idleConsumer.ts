import { maxPauseMs } from '../../pause.js';
import type { Doorbell, Sleeper } from './doorbell.js';

/** The first wait for a writer that would not ring to commit; most take no longer. */
const firstRetryMs = 5;

/** The longest such wait: a forgotten transaction costs few fetches, and the events of a long one are no later than that. */
const maxRetryMs = 100;

/** What ended a wait. */
type WaitEnd = 'rung' | 'armed' | 'refused' | 'stopped' | 'timeout' | Error;

/** A consumer between fetches that return nothing: it sleeps at a doorbell that it shares with others. */
export class IdleConsumer implements Sleeper {
  /** Whether the doorbell has rung since the latest fetch began. */
  #rung = false;
  /** The next wait for an open writer: twice as long each time, since a forgotten transaction would cost fetches without end. */
  #retryMs = firstRetryMs;
  /** Whether such a wait is under way: refusals of other consumers are no reason to fetch then. */
  #isWaitingForWriter = false;
  /** Ends the wait. Not an AbortSignal: making its error is slow, and this is on the path from commit to handler. */
  #endWait: (end: WaitEnd) => void = () => undefined;

  constructor(
    private readonly bell: Doorbell,
    private readonly signal: AbortSignal,
  ) {
    bell.join(this);
    signal.addEventListener('abort', this.#stop, { once: true });
  }

  /**
   * Sleeps after a fetch that returned nothing, until another may return something.
   *
   * @param maxMs - the longest sleep
   * @throws pg.DatabaseError when the server refuses
   */
  async sleep(maxMs: number): Promise<void> {
    if (this.signal.aborted) return;
    if (this.#rung) {
      this.wake();
      return;
    }
    const sinceMs = performance.now();
    this.bell.sleeps(this);
    const end = await this.#wait(maxMs);
    if (end === 'timeout') this.bell.doubt(sinceMs);
    this.#handle(end === 'refused' ? await this.#waitForWriter(maxMs) : end);
  }

  /** Tells the doorbell that the consumer is awake. */
  wake(): void {
    this.#beginLook();
    this.bell.wakes(this);
  }

  /** Leaves the doorbell. */
  async close(): Promise<void> {
    this.signal.removeEventListener('abort', this.#stop);
    await this.bell.leave(this);
  }

  ring(): void {
    this.#rung = true;
    this.#endWait('rung');
  }

  look(): void {
    this.#rung = true;
    this.#endWait('armed');
  }

  refuse(): void {
    if (!this.#isWaitingForWriter) this.#endWait('refused');
  }

  fail(error: Error): void {
    this.#endWait(error);
  }

  #handle(end: WaitEnd): void {
    if (end instanceof Error) throw end;
    if (end === 'rung') this.wake();
    // It stays asleep while it looks: waking would disarm the doorbell wherever a look takes longer than that waits.
    if (end === 'armed') this.#beginLook();
  }

  #beginLook(): void {
    // A ring from here on is for an event that the next fetch may miss.
    this.#rung = false;
    this.#retryMs = firstRetryMs;
  }

  async #waitForWriter(maxMs: number): Promise<WaitEnd> {
    if (this.signal.aborted) return 'stopped';
    if (this.#rung) return 'rung';
    const retryMs = Math.min(this.#retryMs, maxRetryMs, Math.max(maxMs, firstRetryMs));
    this.#retryMs *= 2;
    this.#isWaitingForWriter = true;
    const end = await this.#wait(retryMs);
    this.#isWaitingForWriter = false;
    return end;
  }

  #wait(maxMs: number): Promise<WaitEnd> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, Math.min(maxMs, maxPauseMs), 'timeout');
      this.#endWait = (end) => {
        clearTimeout(timer);
        resolve(end);
      };
    });
  }

  readonly #stop = (): void => {
    this.#endWait('stopped');
  };
}
