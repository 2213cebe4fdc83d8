import { longestPause } from '../pause.js';
import type { Doorbell, Sleeper } from './doorbell.js';

/** How long a writer that would not ring is given to commit at first, in milliseconds. Most take no longer. */
const shortly = 5;

/** And at most: a writer that was forgotten costs so few looks, and the events of a long one are no later than that. */
const patiently = 100;

/** What ended a nap. */
type Waking = 'rung' | 'refused' | 'stopped' | 'over' | Error;

/** What a consumer does between looks that find nothing: it sleeps, beside others, at a doorbell. */
export class IdleConsumer implements Sleeper {
  /** Since the latest look began. */
  #rung = false;
  /** How long it is given next: twice as long each time, as one that was forgotten would cost looks without end. */
  #patience = shortly;
  /** Whether it is given time now, and others who are refused meanwhile are no reason to look. */
  #patient = false;
  /** Ends the nap. Not an AbortSignal, as making its error is slow, and this is on the way from commit to handler. */
  #wake: (by: Waking) => void = () => undefined;

  constructor(
    private readonly bell: Doorbell,
    private readonly signal: AbortSignal,
  ) {
    bell.join(this);
    signal.addEventListener('abort', this.#stop, { once: true });
  }

  /**
   * Sleeps after a look that found nothing, until the next look is worth it.
   *
   * @param longest - milliseconds
   * @throws pg.DatabaseError when the server refuses
   */
  async sleep(longest: number): Promise<void> {
    if (this.signal.aborted) return;
    if (this.#rung) {
      this.stir();
      return;
    }
    const since = performance.now();
    this.bell.sleeps(this);
    const waking = await this.#nap(longest);
    if (waking === 'over') this.bell.doubt(since);
    this.#woken(waking === 'refused' ? await this.#giveTime(longest) : waking);
  }

  /** Says that the consumer is awake. */
  stir(): void {
    // What rings from here on comes after the look that follows has begun.
    this.#rung = false;
    this.#patience = shortly;
    this.bell.wakes(this);
  }

  /** Leaves the doorbell. */
  async close(): Promise<void> {
    this.signal.removeEventListener('abort', this.#stop);
    await this.bell.leave(this);
  }

  ring(): void {
    this.#rung = true;
    this.#wake('rung');
  }

  refuse(): void {
    if (!this.#patient) this.#wake('refused');
  }

  fail(error: Error): void {
    this.#wake(error);
  }

  #woken(by: Waking): void {
    if (by instanceof Error) throw by;
    if (by === 'rung') this.stir();
  }

  async #giveTime(longest: number): Promise<Waking> {
    if (this.signal.aborted) return 'stopped';
    if (this.#rung) return 'rung';
    const patience = Math.min(this.#patience, patiently, Math.max(longest, shortly));
    this.#patience *= 2;
    this.#patient = true;
    const waking = await this.#nap(patience);
    this.#patient = false;
    return waking;
  }

  #nap(longest: number): Promise<Waking> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, Math.min(longest, longestPause), 'over');
      this.#wake = (by) => {
        clearTimeout(timer);
        resolve(by);
      };
    });
  }

  readonly #stop = (): void => {
    this.#wake('stopped');
  };
}
