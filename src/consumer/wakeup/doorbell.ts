import pg from 'pg';
import { onlyRow } from '../../connection/onlyRow.js';
import { pinned } from '../../connection/searchPath.js';
import { pause } from '../../pause.js';
import { keepAlive } from '../connection/keepAlive.js';
import type { LogName } from '../logName.js';
import { backOffMs, isLost } from '../connection/lostConnection.js';

/** How long all consumers have to be awake before the doorbell is disarmed: most sleep again at once. Far from the server, some round trips. */
const minDisarmDelayMs = 5;
const maxDisarmDelayMs = 1000;
const disarmDelayRoundTrips = 4;

/** How long the last `leave()` waits for the server to disarm. */
const closeTimeoutMs = 1000;

/** The session holds a lock request until an event commits, and is idle until then: limits meant for other work do not apply. */
const unlimited = 'set lock_timeout = 0; set statement_timeout = 0; set idle_session_timeout = 0';

/** A consumer that shares a doorbell. */
export interface Sleeper {
  /** Called when an event has committed, and after anything else that calls for a fetch before more sleep. */
  ring(): void;
  /** Called when the doorbell is armed: a writer may have committed before it was. Without an event, the sleep goes on after one fetch. */
  look(): void;
  /** Called when a transaction that has written is still open and would not ring. */
  refuse(): void;
  /** Called when the server does not let the session listen. */
  fail(error: Error): void;
}

/** A session that listens to a log, so that idle consumers are woken when an event commits. See `app.arm_doorbell`. */
export class Doorbell {
  #client: pg.Client | undefined;
  /** Settles when the last query of the session has. */
  #lastQuery: Promise<unknown> = Promise.resolve();
  /** Doubtful: armed as far as is known, but perhaps without a session that rings. */
  #state: 'off' | 'arming' | 'armed' | 'doubtful' = 'off';
  #armedAtMs = 0;
  #disarmDelayMs = minDisarmDelayMs;
  /** Number of the latest arming: the answer to an earlier one is ignored, as after `#disarm()`. */
  #arming = 0;
  /** Connection failures in a row. */
  #failures = 0;
  readonly #sleepers = new Set<Sleeper>();
  readonly #asleep = new Set<Sleeper>();
  /** Runs while all consumers are awake, and disarms at its end. */
  #disarmTimer: NodeJS.Timeout | undefined;
  readonly #closed = new AbortController();

  constructor(
    private readonly config: pg.ClientConfig,
    private readonly log: LogName,
    private readonly onClose: () => void = () => undefined,
  ) {}

  /** @param sleeper - is called on each ring until it leaves */
  join(sleeper: Sleeper): void {
    this.#sleepers.add(sleeper);
  }

  /** Closes the session when the last sleeper leaves; a lock that it held for other sessions passes to one of them. */
  async leave(sleeper: Sleeper): Promise<void> {
    this.wakes(sleeper);
    this.#sleepers.delete(sleeper);
    if (this.#sleepers.size > 0) return;
    this.onClose();
    this.#cancelDisarm();
    this.#arming++;
    await Promise.race([this.#queryDisarm(), pause(closeTimeoutMs, this.#closed.signal)]);
    this.#closed.abort();
    await this.#disconnect();
  }

  /** Arms unless armed. All sleepers look when that is done, since a writer may have committed in between. */
  sleeps(sleeper: Sleeper): void {
    this.#asleep.add(sleeper);
    this.#cancelDisarm();
    if (this.#state === 'armed' || this.#state === 'arming') return;
    this.#state = 'arming';
    void this.#arm(++this.#arming);
  }

  /** Disarms when no sleeper sleeps, and none sleeps again within the delay. */
  wakes(sleeper: Sleeper): void {
    if (!this.#asleep.delete(sleeper) || this.#asleep.size > 0) return;
    if (this.#state === 'arming') this.#disarm();
    else this.#disarmTimer = setTimeout(this.#disarm, this.#disarmDelayMs);
  }

  /**
   * No ring came for the whole wait: perhaps because the session that held the doorbell for all is gone. The next sleeper arms again then.
   *
   * @param sinceMs - when the wait began, of `performance.now()`
   */
  doubt(sinceMs: number): void {
    if (this.#state === 'armed' && this.#armedAtMs <= sinceMs) this.#state = 'doubtful';
  }

  #cancelDisarm(): void {
    clearTimeout(this.#disarmTimer);
    this.#disarmTimer = undefined;
  }

  readonly #disarm = (): void => {
    this.#cancelDisarm();
    if (this.#state === 'off') return;
    this.#state = 'off';
    this.#arming++;
    void this.#queryDisarm();
  };

  async #arm(arming: number): Promise<void> {
    try {
      const { armed } = onlyRow(await this.#queryArm());
      this.#failures = 0;
      if (arming !== this.#arming) return;
      this.#state = armed ? 'armed' : 'off';
      this.#armedAtMs = performance.now();
      if (armed) for (const sleeper of this.#sleepers) sleeper.look();
      else for (const sleeper of this.#asleep) sleeper.refuse();
    } catch (error) {
      void this.#disconnect();
      const lost = isLost(error);
      if (lost) await pause(backOffMs(++this.#failures), this.#closed.signal);
      if (arming !== this.#arming) return;
      this.#state = 'off';
      for (const sleeper of this.#asleep) {
        if (lost) sleeper.ring();
        else sleeper.fail(error as Error);
      }
    }
  }

  /** A connection runs one query after another. */
  #queryArm(): Promise<{ rows: { armed?: boolean }[] }> {
    const answer = this.#lastQuery.then(async () => {
      this.#client ??= await this.#connect();
      if (!this.#closed.signal.aborted) {
        const sentMs = performance.now();
        const result = await this.#client.query<{ armed?: boolean }>('select app.arm_doorbell($1) as armed', [
          this.log,
        ]);
        const delayMs = disarmDelayRoundTrips * (performance.now() - sentMs);
        this.#disarmDelayMs = Math.min(Math.max(delayMs, minDisarmDelayMs), maxDisarmDelayMs);
        return result;
      }
      await this.#disconnect();
      return { rows: [{}] };
    });
    this.#lastQuery = answer.catch(() => undefined);
    return answer;
  }

  /** Disarms after the earlier queries, on the session that is open by then. */
  #queryDisarm(): Promise<unknown> {
    const answer = this.#lastQuery.then(() => this.#client?.query('select app.disarm_doorbell($1)', [this.log]));
    this.#lastQuery = answer.catch(() => undefined);
    return this.#lastQuery;
  }

  async #connect(): Promise<pg.Client> {
    const client = new pg.Client({ fallback_application_name: 'specql-cdc doorbell', ...keepAlive, ...this.config });
    client.on('notification', ({ payload }) => {
      // The session that held the doorbell for all has disarmed; or this is the second event since all woke, so they are busy.
      if (payload === 'awake' || this.#disarmTimer) this.#disarm();
      this.#ring();
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query(`${unlimited}; ${pinned}; listen specql_cdc_${this.log}`);
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

  async #disconnect(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    await client?.end().catch(() => undefined);
  }

  #ring(): void {
    for (const sleeper of this.#sleepers) sleeper.ring();
  }
}
