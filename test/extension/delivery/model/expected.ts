import { expect } from 'vitest';

/** An event as the schedule wrote it. */
export interface Written {
  /** Counts the writes, and so the events of a key in their order. */
  n: number;
  key: number;
  /** How many times it was delivered, and how many times it was said to have failed. */
  delivered: number;
  failed: number;
  /** dead: a dead letter of the consumer. */
  fate: 'left' | 'done' | 'dead';
  /** It was parked: it failed, became a dead letter, or was blocked behind another of its key. */
  parked: boolean;
  /** It failed, and its retry is not due. */
  waits: boolean;
}

/** What becomes of the later events of a key when one fails: p_on_failure. */
export type Policy = 'block' | 'skip';

/** A batch that was delivered. */
export interface DeliveredBatch {
  token: string;
  /** Those not acknowledged and not parked; `id` names them in the database. */
  events: { event: Written; id: number }[];
  /** ended: its lease is over; over: acknowledged or given back; taken: others have its events. */
  state: 'leased' | 'ended' | 'over' | 'taken';
}

/** A transaction that is open, with the number of its events at the savepoint. */
interface Open {
  events: Written[];
  savepoint?: number;
}

/** What a fetch returned, and the dead letters there were then. */
export interface Fetched {
  token: string;
  events: { n: number; id: number; deliveries: number }[];
  dead: number[];
}

export const keys = 4;

const fresh = { fate: 'left', delivered: 0, failed: 0, parked: false, waits: false } as const;

/** What a consumer has to deliver, and may not: the log and the batches, without any database. */
export class Expected {
  readonly open = new Map<number, Open>();
  readonly batches: DeliveredBatch[] = [];
  readonly #committed = new Map<number, Written>();
  #n = 0;

  constructor(
    public policy: Policy,
    readonly maxAttempts: number,
  ) {}

  /** Whether no other open transaction has changed the row of this key. */
  isFree(key: number, writer?: number): boolean {
    return [...this.open].every(
      ([other, { events }]) => other === writer || events.every((event) => event.key !== key),
    );
  }

  written(key: number): Written {
    return { n: ++this.#n, key, ...fresh };
  }

  commit(events: Written[]): void {
    for (const event of events) this.#committed.set(event.n, event);
  }

  /** The events not dealt with, in the order of their writing; without those that the consumer says are dead letters. */
  left(dead: number[]): Written[] {
    return [...this.#committed.values()]
      .filter(({ fate, n }) => fate === 'left' && !dead.includes(n))
      .sort((a, b) => a.n - b.n);
  }

  get dead(): Written[] {
    return [...this.#committed.values()].filter(({ fate }) => fate === 'dead');
  }

  /** Checks what a fetch returned, and the dead letters by then. */
  check({ events, dead }: Fetched): void {
    for (const n of dead) {
      const event = this.#committed.get(n);
      expect(event, `${n} is a dead letter`).toBeDefined();
      if (event?.fate !== 'dead')
        expect(event?.delivered, `${n} is a dead letter`).toBeGreaterThanOrEqual(this.maxAttempts);
    }
    const left = this.left(dead);
    const leased = this.batches.filter(({ state }) => state === 'leased').flatMap((batch) => batch.events);
    for (const { n, deliveries } of events) {
      const event = this.#committed.get(n);
      expect(
        leased.map((other) => other.event.n),
        'leased to one worker only',
      ).not.toContain(n);
      expect(event?.waits, `${n} is due`).toBe(false);
      expect(deliveries, `deliveries of ${n}`).toBeGreaterThan(0);
      expect(deliveries, `deliveries of ${n}`).toBeLessThanOrEqual((event?.delivered ?? 0) + 1);
    }
    for (let key = 0; key < keys; key++) {
      const due = left.filter((event) => event.key === key);
      this.#checkOrder(
        due,
        events.flatMap(({ n }) => this.#committed.get(n) ?? []).filter((event) => event.key === key),
      );
    }
  }

  /** Checks that a fetch that returned nothing, from no shard, had a reason for that. */
  checkIdle(dead: number[]): void {
    const left = this.left(dead);
    const leased = this.batches.filter(({ state }) => state === 'leased');
    // What is in the log may wait for the batch of its shard; what is parked waits for events only.
    const held = (event: Written) =>
      event.waits ||
      leased.some(({ events }) => events.some((other) => other.event === event)) ||
      (leased.length > 0 && !event.parked) ||
      left.some((earlier) => earlier.key === event.key && earlier.n < event.n && this.#holds(earlier));
    expect(
      left.filter((event) => !held(event)).map(({ n }) => n),
      'nothing stalls',
    ).toEqual([]);
  }

  /** Whether later events of its key wait for this one, when they are parked. */
  #holds(event: Written): boolean {
    return this.policy === 'block' || !event.parked;
  }

  /** Checks that events of one key come from the first on that is due; under skip those that were parked may come later. */
  #checkOrder(due: Written[], fetched: Written[]): void {
    const ns = (events: Written[]) => events.map(({ n }) => n);
    const inOrder = (event: Written) => this.#holds(event);
    const row = fetched.filter(inOrder);
    expect(ns(row), 'committed, not dealt with, from the first of its key on').toEqual(
      ns(due.filter(inOrder).slice(0, row.length)),
    );
    expect(ns(fetched), 'in the order of writing').toEqual(ns(fetched).sort((a, b) => a - b));
    for (const event of fetched.filter((event) => !inOrder(event))) {
      expect(ns(due), 'committed and not dealt with').toContain(event.n);
      expect(
        ns(due.filter((earlier) => inOrder(earlier) && earlier.n < event.n)),
        `${event.n} comes after earlier events of its key`,
      ).toEqual([]);
    }
  }

  /** Takes over what a fetch returned. */
  fetched({ token, events, dead }: Fetched): void {
    for (const n of dead) this.#becomesDead(n);
    const batch: DeliveredBatch = { token, state: 'leased', events: [] };
    for (const { n, id } of events) {
      const event = this.#committed.get(n);
      if (!event) continue;
      event.delivered++;
      event.waits = false;
      batch.events.push({ event, id });
    }
    for (const earlier of this.batches) {
      const again = earlier.events.filter(({ event }) => events.some(({ n }) => n === event.n));
      // A batch of retries is one of single events; one of the log is delivered again from its beginning.
      if (isRetry(earlier)) for (const { event } of again) this.#remove(earlier, event);
      else if (again.length > 0) take(earlier);
    }
    if (events.length > 0) this.batches.push(batch);
  }

  /** Checks and takes over an acknowledgement of the first `count` events of a batch, or of all. */
  acknowledged(batch: DeliveredBatch, count: number, answer: unknown): void {
    const possible = {
      // One whose events are all parked is none any more.
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
  failed(batch: DeliveredBatch, event: Written, later: boolean, dead: boolean): void {
    event.failed++;
    event.parked = true;
    event.waits = later && !dead;
    expect(dead, `a dead letter after ${event.failed} failures`).toBe(event.failed >= this.maxAttempts);
    if (dead) event.fate = 'dead';
    this.#remove(batch, event);
  }

  expire(): void {
    for (const batch of this.batches) if (batch.state === 'leased') batch.state = 'ended';
  }

  comeDue(): void {
    for (const event of this.#committed.values()) event.waits = false;
  }

  /** Dead letters come again, one or all. */
  replay(events = this.dead): void {
    for (const event of events) Object.assign(event, fresh, { parked: true });
  }

  purge(events = this.dead): void {
    for (const event of events) event.fate = 'done';
  }

  /** Another policy; what the other one has parked by then has lost its position under skip. */
  change(policy: Policy, parked: number[]): void {
    this.policy = policy;
    for (const n of parked) Object.assign(this.#committed.get(n) ?? {}, { parked: true });
  }

  /** Everything from an event on comes again; of what is before it only that which had been parked. */
  seek(first: number, parked: number[]): void {
    // What has not committed yet comes, whatever its id.
    for (const { events } of this.open.values()) for (const event of events) Object.assign(event, fresh);
    for (const event of this.#committed.values())
      if (event.n >= first) Object.assign(event, fresh);
      else if (!parked.includes(event.n)) event.fate = 'done';
    this.#moved(first);
  }

  /** What is committed is left out. */
  seekLatest(parked: number[]): void {
    for (const event of this.#committed.values()) if (!parked.includes(event.n)) event.fate = 'done';
    for (const { events } of this.open.values()) for (const event of events) event.fate = 'left';
    this.#moved(Infinity);
  }

  /** Batches of the log are late, those of retries keep what is before the position. */
  #moved(first: number): void {
    for (const batch of this.batches) {
      if (batch.state === 'taken') continue;
      const before = batch.events.filter(({ event }) => isRetry(batch) && event.n < first);
      if (before.length > 0) batch.events = before;
      else if (batch.events.length > 0) take(batch);
      else batch.state = 'over';
    }
  }

  #becomesDead(n: number): void {
    const event = this.#committed.get(n);
    if (event) Object.assign(event, { fate: 'dead', parked: true, waits: false });
    for (const batch of this.batches) batch.events = batch.events.filter((other) => other.event !== event);
  }

  /** Removes an event, and under block the later ones of its key: they come after it. */
  #remove(batch: DeliveredBatch, event: Written): void {
    const goes = (other: Written) =>
      other === event || (this.policy === 'block' && other.key === event.key && other.n > event.n);
    batch.events = batch.events.filter((other) => !goes(other.event));
  }
}

const isRetry = ({ token }: DeliveredBatch) => token.startsWith('retry');

function take(batch: DeliveredBatch): void {
  batch.state = 'taken';
  batch.events = [];
}
