import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';

/** How long a writer that would not ring is given to commit, in milliseconds. */
const shortly = 5;

/** After so many milliseconds without a ring the sleeper looks all the same; a ring that was missed shows as this latency. */
const longest = 1000;

/** What a sleeper does when it is awake. */
export interface Work {
  /** @returns the batch that was fetched; undefined when there was nothing */
  readonly fetch: (sql: pg.Client) => Promise<string | undefined>;
  readonly acknowledge: (sql: pg.Client, batch: string) => Promise<unknown>;
}

/** A consumer of the outbox as anyone can write it: one connection that listens, and the doorbell. */
export class Sleeper {
  /** How often it was rung. */
  rings = 0;
  /** Rejects when it fails. */
  readonly ended: Promise<void>;
  #wake: () => void = () => undefined;
  #stopped = false;

  private constructor(
    private readonly client: pg.Client,
    private readonly work: Work,
  ) {
    this.ended = this.#run();
    // Whoever waits for it sees its failure.
    this.ended.catch(() => undefined);
    client.on('error', () => undefined);
    client.on('notification', () => {
      this.rings += 1;
      this.#wake();
    });
  }

  /**
   * @param url - where
   * @param work - what is fetched
   * @returns a consumer that runs
   */
  static async start(url: string, work: Work): Promise<Sleeper> {
    const client = new pg.Client(url);
    await client.connect();
    await client.query('listen specql_cdc_outbox');
    return new Sleeper(client, work);
  }

  /** @throws Error when it had failed */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.client.end();
    this.#wake();
    await this.ended;
  }

  async #run(): Promise<void> {
    try {
      while (!this.#stopped) await this.#turn();
    } catch (error) {
      if (!this.#stopped) throw error;
    }
  }

  async #turn(): Promise<void> {
    let batch = await this.work.fetch(this.client);
    if (batch === undefined) {
      const rung = new Promise<void>((resolve) => (this.#wake = resolve));
      const armed = await this.#armed();
      if (armed) batch = await this.work.fetch(this.client);
      if (armed && batch === undefined) await Promise.race([rung, pause(longest, undefined, { ref: false })]);
      await this.client.query(`select app.disarm_doorbell('outbox')`);
      if (!armed) await pause(shortly);
    }
    if (batch !== undefined) await this.work.acknowledge(this.client, batch);
  }

  async #armed(): Promise<boolean> {
    const { rows } = await this.client.query<{ armed: boolean }>(`select app.arm_doorbell('outbox') as armed`);
    return rows[0]?.armed === true;
  }
}
