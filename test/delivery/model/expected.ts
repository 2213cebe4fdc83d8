import { expect } from 'vitest';

/** An event as the schedule wrote it. */
export interface Written {
  /** Counts the writes, and so the events of a key in their order. */
  n: number;
  key: number;
  /** How many times it was handed out, and how many times it was said to have failed. */
  handed: number;
  failed: number;
  /** dead: given up by the consumer. */
  fate: 'left' | 'done' | 'dead';
  /** It failed, and its retry is not due. */
  waits: boolean;
}

/** A batch that was handed out. */
export interface Out {
  token: string;
  /** Those not acknowledged and not set aside; `id` names them in the database. */
  events: { event: Written; id: number }[];
  /** ended: its lease is over; over: acknowledged or given back; taken: others have its events. */
  state: 'leased' | 'ended' | 'over' | 'taken';
}

/** A transaction that is open, with the number of its events at the savepoint. */
interface Open {
  events: Written[];
  savepoint?: number;
}

export const maxAttempts = 4;

/** What a consumer has to deliver, and may not: the log and the batches, without any database. */
export class Expected {
  readonly open = new Map<number, Open>();
  readonly out: Out[] = [];
  readonly #committed = new Map<number, Written>();
  #n = 0;

  /** Whether no other open transaction has changed the row of this key. */
  isFree(key: number, writer?: number): boolean {
    return [...this.open].every(
      ([other, { events }]) => other === writer || events.every((event) => event.key !== key),
    );
  }

  written(key: number): Written {
    return { n: ++this.#n, key, handed: 0, failed: 0, fate: 'left', waits: false };
  }

  commit(events: Written[]): void {
    for (const event of events) this.#committed.set(event.n, event);
  }

  /** The events not dealt with, in the order of their writing; without those that the consumer says it gave up. */
  left(dead: number[]): Written[] {
    return [...this.#committed.values()]
      .filter(({ fate, n }) => fate === 'left' && !dead.includes(n))
      .sort((a, b) => a.n - b.n);
  }

  /** Checks what a fetch returned, and what the consumer has given up by then. */
  check(fetched: number[], dead: number[]): void {
    for (const n of dead) {
      const event = this.#committed.get(n);
      expect(event, `${n} is a dead letter`).toBeDefined();
      if (event?.fate !== 'dead') expect(event?.handed, `${n} is given up`).toBeGreaterThanOrEqual(maxAttempts);
    }
    const left = this.left(dead);
    const leased = this.out.filter(({ state }) => state === 'leased');
    for (const key of new Set(fetched.map((n) => this.#committed.get(n)?.key))) {
      const ofKey = fetched.filter((n) => this.#committed.get(n)?.key === key);
      const due = left.filter((event) => event.key === key).map(({ n }) => n);
      expect(ofKey, 'committed, not dealt with, from the first of its key on').toEqual(due.slice(0, ofKey.length));
    }
    for (const { event } of leased.flatMap(({ events }) => events))
      expect(fetched, 'leased to one worker only').not.toContain(event.n);
    if (fetched.length > 0 || leased.length > 0 || left.some(({ waits }) => waits)) return;
    expect(
      left.map(({ n }) => n),
      'nothing stalls',
    ).toEqual([]);
  }

  /** Takes over what a fetch returned. */
  fetched(token: string, events: { n: number; id: number }[], dead: number[]): void {
    for (const n of dead) this.#bury(n);
    const batch: Out = { token, state: 'leased', events: [] };
    for (const { n, id } of events) {
      const event = this.#committed.get(n);
      if (!event) continue;
      event.handed++;
      event.waits = false;
      batch.events.push({ event, id });
    }
    for (const earlier of this.out) {
      const again = earlier.events.filter(({ event }) => events.some(({ n }) => n === event.n));
      // A batch of retries is one of single events; one of the log is handed out again from its beginning.
      if (earlier.token.startsWith('retry')) for (const { event } of again) removeFrom(earlier, event);
      else if (again.length > 0) take(earlier);
    }
    if (events.length > 0) this.out.push(batch);
  }

  /** Checks and takes over an acknowledgement of the first `count` events of a batch, or of all. */
  acknowledged(batch: Out, count: number, answer: unknown): void {
    const possible = {
      // One whose events are all set aside is none any more.
      leased: batch.events.length > 0 ? ['acknowledged'] : ['acknowledged', 'late'],
      ended: batch.events.length > 0 ? ['acknowledged', 'late'] : ['acknowledged', 'late', 'repeated'],
      over: ['repeated', 'late'],
      taken: ['late'],
    };
    expect(possible[batch.state], `a batch that is ${batch.state}`).toContain(answer);
    if (answer === 'late' && batch.state === 'ended') take(batch);
    if (answer !== 'acknowledged') return;
    for (const { event } of batch.events.splice(0, count)) event.fate = 'done';
    if (batch.events.length === 0) batch.state = 'over';
  }

  /** Takes over that an event of a batch failed: it and the later ones of its key come again. */
  failed(batch: Out, event: Written, later: boolean, dead: boolean): void {
    event.failed++;
    event.waits = later && !dead;
    expect(dead, `given up after ${event.failed} failures`).toBe(event.failed >= maxAttempts);
    if (dead) event.fate = 'dead';
    removeFrom(batch, event);
  }

  expire(): void {
    for (const batch of this.out) if (batch.state === 'leased') batch.state = 'ended';
  }

  comeDue(): void {
    for (const event of this.#committed.values()) event.waits = false;
  }

  /** Dead letters come again. */
  replay(): void {
    for (const event of this.#committed.values())
      if (event.fate === 'dead') Object.assign(event, { fate: 'left', handed: 0, failed: 0 });
  }

  purge(): void {
    for (const event of this.#committed.values()) if (event.fate === 'dead') event.fate = 'done';
  }

  /** Everything comes again. */
  seek(): void {
    for (const batch of this.out)
      if (batch.events.length > 0) take(batch);
      else if (batch.state !== 'taken') batch.state = 'over';
    for (const event of this.#committed.values())
      Object.assign(event, { fate: 'left', handed: 0, failed: 0, waits: false });
  }

  #bury(n: number): void {
    const event = this.#committed.get(n);
    if (event) event.fate = 'dead';
    for (const batch of this.out) batch.events = batch.events.filter((other) => other.event !== event);
  }
}

/** Removes an event, and the later ones of its key: they come after it. */
function removeFrom(batch: Out, event: Written): void {
  batch.events = batch.events.filter((other) => other.event.key !== event.key || other.event.n < event.n);
}

function take(batch: Out): void {
  batch.state = 'taken';
  batch.events = [];
}
