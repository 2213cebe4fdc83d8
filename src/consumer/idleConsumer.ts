import { pause } from '../pause.js';
import type { Doorbell, Sleeper } from './doorbell.js';

/** How long a writer that would not ring is given to commit, in milliseconds. */
const shortly = 5;

/** What ended a nap. */
type Waking = 'rung' | 'refused' | 'stopped' | 'over' | Error;

/** What a consumer does between looks that find nothing: it sleeps, beside others, at a doorbell. */
export class IdleConsumer implements Sleeper {
  /** Since the latest look began. */
  #rung = false;
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
    if (waking instanceof Error) throw waking;
    if (waking === 'rung') this.stir();
    else if (waking === 'refused') await pause(shortly, this.signal);
    else if (waking === 'over') this.bell.doubt(since);
  }

  /** Says that the consumer is awake. */
  stir(): void {
    // What rings from here on comes after the look that follows has begun.
    this.#rung = false;
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
    this.#wake('refused');
  }

  fail(error: Error): void {
    this.#wake(error);
  }

  #nap(longest: number): Promise<Waking> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, longest, 'over');
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
