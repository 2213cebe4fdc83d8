import pg from 'pg';
import { onlyRow } from '../connection/onlyRow.js';
import { pause } from '../pause.js';
import { backOff, isLost } from './lostConnection.js';

/** How long a writer that would not ring is given to commit, and a consumer to sleep again before writers cease to ring; in milliseconds. */
const shortly = 5;

/** Locks are waited for until there is an event, and the session is idle until then; limits are for other work. */
const unlimited = 'set lock_timeout = 0; set statement_timeout = 0; set idle_session_timeout = 0';

/** A session that listens to a log, so that an idle consumer is woken when an event commits. See `app.arm_doorbell`. */
export class Doorbell {
  #client: Promise<pg.Client> | undefined;
  /** Settles when the last query has. */
  #asked: Promise<unknown> = Promise.resolve();
  #state: 'off' | 'arming' | 'refused' | 'armed' = 'off';
  #rung = false;
  /** Which arming counts: an answer that comes after `#disarm()` does not. */
  #arming = 0;
  #failures = 0;
  #failure: Error | undefined;
  #wake = new AbortController();
  /** Disarms unless the consumer sleeps before. */
  #awake: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(
    private readonly config: pg.ClientConfig,
    private readonly log: 'outbox' | 'mutation_events',
    private readonly signal: AbortSignal,
  ) {
    signal.addEventListener('abort', this.#ring, { once: true });
  }

  /**
   * Sleeps after a look that found nothing: until the next look is worth it. While armed that is when an event committed; before,
   * as soon as the doorbell is armed, since a writer may have come between.
   *
   * @param longest - milliseconds
   * @throws pg.DatabaseError when the server refuses
   */
  async sleep(longest: number): Promise<void> {
    if (this.signal.aborted) return;
    this.#settle();
    this.#wake = new AbortController();
    if (this.#state === 'off') {
      this.#state = 'arming';
      this.#rung = false;
      void this.#arm(++this.#arming);
    }
    if (!this.#rung) await pause(longest, this.#wake.signal);
    if (this.#failure) throw this.#failure;
    if (this.#is('refused')) {
      this.#state = 'off';
      await pause(shortly, this.signal);
    } else if (this.#rung) this.stir();
    // Nobody rang: perhaps because the session that held the doorbell for all is gone. The next sleep takes it then.
    else if (this.#is('armed') && !this.#wake.signal.aborted) this.#state = 'off';
  }

  /** Says that the consumer is awake. The server hears of it when that takes longer: most naps follow at once, still armed. */
  stir(): void {
    // What rings from here on comes after the look that follows has begun.
    this.#rung = false;
    if (this.#state !== 'armed') this.#disarm();
    else
      this.#awake ??= setTimeout(() => {
        this.#disarm();
      }, shortly);
  }

  /** Closes the session. */
  async close(): Promise<void> {
    this.signal.removeEventListener('abort', this.#ring);
    this.#settle();
    this.#arming++;
    this.#closed = true;
    await this.#client?.then((client) => client.end()).catch(() => undefined);
  }

  #settle(): void {
    clearTimeout(this.#awake);
    this.#awake = undefined;
  }

  #disarm(): void {
    this.#settle();
    if (this.#state === 'off') return;
    this.#state = 'off';
    this.#arming++;
    if (this.#client) this.#ask('select app.disarm_doorbell($1)').catch(() => undefined);
  }

  async #arm(arming: number): Promise<void> {
    try {
      const { armed } = onlyRow(await this.#ask('select app.arm_doorbell($1) as armed'));
      this.#failures = 0;
      if (arming !== this.#arming) return;
      this.#state = armed ? 'armed' : 'refused';
    } catch (error) {
      this.#client = undefined;
      if (isLost(error)) await pause(backOff(++this.#failures), this.signal);
      else this.#failure = error as Error;
      if (arming !== this.#arming) return;
      this.#state = 'off';
    }
    this.#wake.abort();
  }

  /** One query after another, as a connection takes them. */
  #ask(text: string): Promise<{ rows: { armed?: boolean }[] }> {
    const answer = this.#asked.then(async () => {
      if (this.#closed) return { rows: [{}] };
      const client = await (this.#client ??= this.#connect());
      return client.query<{ armed?: boolean }>(text, [this.log]);
    });
    this.#asked = answer.catch(() => undefined);
    return answer;
  }

  async #connect(): Promise<pg.Client> {
    const client = new pg.Client({ fallback_application_name: 'specql-cdc doorbell', ...this.config });
    client.on('notification', ({ payload }) => {
      // The session that held the doorbell for all has disarmed; or this is the second event since waking, so there is work to do.
      if (payload === 'awake' || this.#awake) this.#disarm();
      this.#ring();
    });
    client.on('error', () => undefined);
    await client.connect();
    await client.query(`${unlimited}; listen specql_cdc_${this.log}`);
    client.on('end', () => {
      this.#client = undefined;
      this.#disarm();
      this.#ring();
    });
    return client;
  }

  readonly #ring = (): void => {
    this.#rung = true;
    this.#wake.abort();
  };

  #is(state: string): boolean {
    return this.#state === state;
  }
}
