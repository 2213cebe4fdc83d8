import { pause } from '../pause.js';
import type { Doorbell, Sleeper } from './doorbell.js';

/** How long a writer that would not ring is given to commit, in milliseconds. */
const shortly = 5;

/** What a consumer does between looks that find nothing: it sleeps, beside others, at a doorbell. */
export class IdleConsumer implements Sleeper {
  #rung = false;
  #refused = false;
  #failure: Error | undefined;
  /** Ends the nap. Not an AbortSignal, as making its error is slow, and this is on the way from commit to handler. */
  #wake: () => void = () => undefined;

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
    const since = performance.now();
    this.bell.sleeps(this);
    const woken = await this.#nap(longest);
    if (this.#failure) throw this.#failure;
    if (this.#rung) this.stir();
    else if (this.#refused) {
      this.#refused = false;
      await pause(shortly, this.signal);
    } else if (!woken) this.bell.doubt(since);
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
    this.#wake();
  }

  refuse(): void {
    this.#refused = true;
    this.#wake();
  }

  fail(error: Error): void {
    this.#failure = error;
    this.#wake();
  }

  /** @returns whether it was woken; false after that many milliseconds */
  #nap(longest: number): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, longest, false);
      this.#wake = () => {
        clearTimeout(timer);
        resolve(true);
      };
      if (this.#rung) this.#wake();
    });
  }

  readonly #stop = (): void => {
    this.#wake();
  };
}
