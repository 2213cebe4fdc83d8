import type { Done, Operation } from './operation.js';

/** Writes down what sessions do at the same time. */
export class Recorder {
  readonly operations: Operation[] = [];
  readonly keys: number[][] = [];
  #now = 0;

  /**
   * Writes down an operation with the moments of its call and its return.
   *
   * @param session - who does it
   * @param run - does it, and tells what was done
   * @returns what was done
   */
  async record<Some extends Done>(session: number, run: () => Promise<Some>): Promise<Some> {
    const called = ++this.#now;
    const done = await run();
    this.operations.push({ ...done, session, called, returned: ++this.#now });
    return done;
  }

  /** A transaction that writes an event of each key; returns its number. */
  writer(keys: number[]): number {
    return this.keys.push(keys) - 1;
  }
}
