import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';

/** How long to wait before another look that nothing announces, in milliseconds. */
const shortly = 5;

/** After so many milliseconds without a ring a consumer looks all the same; a ring that was missed shows as this latency. */
const longest = 1000;

/** What a consumer does when it is awake. */
export interface Work {
  /** @returns the batch that was fetched; undefined when there was nothing */
  readonly fetch: (sql: pg.Client) => Promise<string | undefined>;
  readonly acknowledge: (sql: pg.Client, batch: string) => Promise<unknown>;
}

/** A consumer of the outbox as anyone can write it, on one connection. It waits, when there was nothing, in a way of its own. */
abstract class Waiter {
  /** How often it was notified. */
  rings = 0;
  /** Rejects when it fails. */
  readonly ended: Promise<void>;
  #wake: () => void = () => undefined;
  #stopped = false;

  protected constructor(
    protected readonly client: pg.Client,
    protected readonly work: Work,
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

  /** @throws Error when it had failed */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#wake();
    await this.ended.finally(() => this.client.end());
  }

  /** @returns the batch that came while it waited */
  protected abstract wait(rung: Promise<unknown>): Promise<string | undefined>;

  async #run(): Promise<void> {
    while (!this.#stopped) await this.#turn();
  }

  async #turn(): Promise<void> {
    const rung = new Promise<void>((resolve) => (this.#wake = resolve));
    const batch = (await this.work.fetch(this.client)) ?? (await this.wait(rung));
    if (batch !== undefined) await this.work.acknowledge(this.client, batch);
  }
}

/** Looks again shortly. */
export class Poller extends Waiter {
  static async start(url: string, work: Work): Promise<Poller> {
    return new Poller(await connected(url), work);
  }

  protected async wait(): Promise<undefined> {
    await pause(shortly);
  }
}

/** Is notified by every write. */
export class Notified extends Waiter {
  static async start(url: string, work: Work): Promise<Notified> {
    return new Notified(await listening(url), work);
  }

  protected async wait(rung: Promise<unknown>): Promise<undefined> {
    await Promise.race([rung, pause(longest, undefined, { ref: false })]);
  }
}

/** Arms the doorbell. */
export class Sleeper extends Waiter {
  static async start(url: string, work: Work): Promise<Sleeper> {
    return new Sleeper(await listening(url), work);
  }

  protected async wait(rung: Promise<unknown>): Promise<string | undefined> {
    const { rows } = await this.client.query<{ armed: boolean }>(`select app.arm_doorbell('outbox') as armed`);
    const armed = rows[0]?.armed === true;
    let batch = armed ? await this.work.fetch(this.client) : undefined;
    if (armed && batch === undefined) {
      await Promise.race([rung, pause(longest, undefined, { ref: false })]);
      batch = await this.work.fetch(this.client);
    }
    await this.client.query(`select app.disarm_doorbell('outbox')`);
    if (!armed) await pause(shortly);
    return batch;
  }
}

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client(url);
  await client.connect();
  return client;
}

async function listening(url: string): Promise<pg.Client> {
  const client = await connected(url);
  await client.query('listen specql_cdc_outbox');
  return client;
}
