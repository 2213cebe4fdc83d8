import type { DeliveredEvent } from '../../src/index.js';
import { dim, say } from './print.js';

/** What the mailer of the demo consumes. */
export interface Events {
  CommentAdded: { body: string };
}

/** Sends a mail for each comment: one fails at its first delivery, one always. Prints how long after its commit each event came. */
export class Mailer {
  readonly sent: string[] = [];
  readonly #asked = new Map<string, number>();
  readonly #latenciesMs: number[] = [];

  /** The commit of a comment is asked for now. */
  commits(body: string): void {
    this.#asked.set(body, performance.now());
  }

  /**
   * @param event - as the consumer delivers it
   * @throws Error when its mail cannot be sent
   */
  handle({ event_type, payload: { body }, deliveries }: DeliveredEvent<Events>): void {
    const latencyMs = performance.now() - (this.#asked.get(body) ?? Number.NaN);
    if (deliveries === 1) this.#latenciesMs.push(latencyMs);
    const failure = failureOf(body, deliveries);
    const outcome = failure ? dim(`failed: ${failure}`) : 'mail sent';
    const name = `${event_type} "${body}"`.padEnd(26);
    say(`${name} ${latencyMs.toFixed(1).padStart(6)} ms after its commit  delivery ${deliveries}: ${outcome}`);
    if (failure) throw new Error(failure);
    this.sent.push(body);
  }

  /** @returns the median time from commit to first delivery */
  medianLatencyMs(): number {
    const sorted = [...this.#latenciesMs].sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  }
}

function failureOf(body: string, deliveries: number): string | undefined {
  if (body === 'buy pills') return 'the mail server refused it';
  return body === 'Me too' && deliveries === 1 ? 'the mail server was away' : undefined;
}
