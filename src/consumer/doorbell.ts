import pg from 'pg';
import { onlyRow } from '../connection/onlyRow.js';
import { pause } from '../pause.js';
import { keepAlive } from './keepAlive.js';
import { backOff, isLost } from './lostConnection.js';

/** How long consumers are awake before writers cease to ring, in milliseconds: most naps follow at once. */
const shortly = 5;

/** How long a server is waited for that is told of the end, in milliseconds. */
const farewell = 1000;

/** Locks are waited for until there is an event, and the session is idle until then; limits are for other work. */
const unlimited = 'set lock_timeout = 0; set statement_timeout = 0; set idle_session_timeout = 0';

/** Who shares a doorbell. */
export interface Sleeper {
  /** Told of an event that committed, and of anything else after which to look before sleeping on. */
  ring(): void;
  /** Told that a transaction that has written is still open and would not ring. */
  refuse(): void;
  /** Told that the server does not let us listen. */
  fail(error: Error): void;
}

/** A session that listens to a log, so that idle consumers are woken when an event commits. See `app.arm_doorbell`. */
export class Doorbell {
  #client: pg.Client | undefined;
  /** Settles when the last query has. */
  #asked: Promise<unknown> = Promise.resolve();
  /** Doubtful: armed as far as we know, but perhaps nobody rings for us. */
  #state: 'off' | 'arming' | 'armed' | 'doubtful' = 'off';
  #armedAt = 0;
  /** Which arming counts: an answer that comes after `#disarm()` does not. */
  #arming = 0;
  #failures = 0;
  readonly #sleepers = new Set<Sleeper>();
  readonly #asleep = new Set<Sleeper>();
  /** Runs while all are awake, and disarms. */
  #awake: NodeJS.Timeout | undefined;
  readonly #closed = new AbortController();

  constructor(
    private readonly config: pg.ClientConfig,
    private readonly log: 'outbox' | 'mutation_events',
    private readonly onClose: () => void = () => undefined,
  ) {}

  /** @param sleeper - is told of each ring until it leaves */
  join(sleeper: Sleeper): void {
    this.#sleepers.add(sleeper);
  }

  /** Closes the session when it was the last; what it held for other sessions goes to one of them. */
  async leave(sleeper: Sleeper): Promise<void> {
    this.wakes(sleeper);
    this.#sleepers.delete(sleeper);
    if (this.#sleepers.size > 0) return;
    this.onClose();
    this.#settle();
    this.#arming++;
    await Promise.race([this.#tell(), pause(farewell, this.#closed.signal)]);
    this.#closed.abort();
    await this.#hangUp();
  }

  /** Arms unless it is. All are rung when that is done, since a writer may have come between. */
  sleeps(sleeper: Sleeper): void {
    this.#asleep.add(sleeper);
    this.#settle();
    if (this.#state === 'armed' || this.#state === 'arming') return;
    this.#state = 'arming';
    void this.#arm(++this.#arming);
  }

  /** The server hears of it when nobody sleeps, and nobody soon sleeps again. */
  wakes(sleeper: Sleeper): void {
    if (!this.#asleep.delete(sleeper) || this.#asleep.size > 0) return;
    if (this.#state === 'arming') this.#disarm();
    else this.#awake = setTimeout(this.#disarm, shortly);
  }

  /**
   * Nobody rang for long: perhaps because the session that held the doorbell for all is gone. The next that sleeps takes it then.
   *
   * @param since - when the nap began, of `performance.now()`
   */
  doubt(since: number): void {
    if (this.#state === 'armed' && this.#armedAt <= since) this.#state = 'doubtful';
  }

  #settle(): void {
    clearTimeout(this.#awake);
    this.#awake = undefined;
  }

  readonly #disarm = (): void => {
    this.#settle();
    if (this.#state === 'off') return;
    this.#state = 'off';
    this.#arming++;
    void this.#tell();
  };

  async #arm(arming: number): Promise<void> {
    try {
      const { armed } = onlyRow(await this.#askToArm());
      this.#failures = 0;
      if (arming !== this.#arming) return;
      this.#state = armed ? 'armed' : 'off';
      this.#armedAt = performance.now();
      if (armed) this.#ring();
      else for (const sleeper of this.#asleep) sleeper.refuse();
    } catch (error) {
      void this.#hangUp();
      const lost = isLost(error);
      if (lost) await pause(backOff(++this.#failures), this.#closed.signal);
      if (arming !== this.#arming) return;
      this.#state = 'off';
      for (const sleeper of this.#asleep) {
        if (lost) sleeper.ring();
        else sleeper.fail(error as Error);
      }
    }
  }

  /** One query after another, as a connection takes them. */
  #askToArm(): Promise<{ rows: { armed?: boolean }[] }> {
    const answer = this.#asked.then(async () => {
      this.#client ??= await this.#connect();
      if (!this.#closed.signal.aborted) {
        return this.#client.query<{ armed?: boolean }>('select app.arm_doorbell($1) as armed', [this.log]);
      }
      await this.#hangUp();
      return { rows: [{}] };
    });
    this.#asked = answer.catch(() => undefined);
    return answer;
  }

  /** Disarms, after what was asked before, the session that there is by then. */
  #tell(): Promise<unknown> {
    const told = this.#asked.then(() => this.#client?.query('select app.disarm_doorbell($1)', [this.log]));
    this.#asked = told.catch(() => undefined);
    return this.#asked;
  }

  async #connect(): Promise<pg.Client> {
    const client = new pg.Client({ fallback_application_name: 'specql-cdc doorbell', ...keepAlive, ...this.config });
    client.on('notification', ({ payload }) => {
      // The session that held the doorbell for all has disarmed; or this is the second event since waking, so there is work to do.
      if (payload === 'awake' || this.#awake) this.#disarm();
      this.#ring();
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query(`${unlimited}; listen specql_cdc_${this.log}`);
    } catch (error) {
      void client.end().catch(() => undefined);
      throw error;
    }
    client.on('end', () => {
      if (this.#client !== client) return;
      this.#client = undefined;
      this.#disarm();
      this.#ring();
    });
    return client;
  }

  async #hangUp(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    await client?.end().catch(() => undefined);
  }

  #ring(): void {
    for (const sleeper of this.#sleepers) sleeper.ring();
  }
}
