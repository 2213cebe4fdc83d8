import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';

/** How long to wait before another look that nothing announces. */
const retryMs = 5;

/** After this time without a ring a consumer looks all the same; a ring that was missed shows as this latency. */
const maxSilenceMs = 1000;

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

  /** After a look that found nothing; `rung` since before that look. */
  protected abstract wait(rung: Promise<unknown>): Promise<unknown>;

  /** Told of each batch before it is acknowledged. */
  protected found(): unknown {
    return undefined;
  }

  async #run(): Promise<void> {
    while (!this.#stopped) await this.#turn();
  }

  async #turn(): Promise<unknown> {
    const rung = new Promise<void>((resolve) => (this.#wake = resolve));
    const batch = await this.work.fetch(this.client);
    if (batch === undefined) return this.wait(rung);
    await this.found();
    return this.work.acknowledge(this.client, batch);
  }
}

/** Looks again shortly. */
export class Poller extends Waiter {
  static async start(url: string, work: Work): Promise<Poller> {
    return new Poller(await connected(url), work);
  }

  protected wait(): Promise<unknown> {
    return pause(retryMs);
  }
}

/** Is notified by every write. */
export class Notified extends Waiter {
  static async start(url: string, work: Work): Promise<Notified> {
    return new Notified(await listening(url), work);
  }

  protected wait(rung: Promise<unknown>): Promise<unknown> {
    return Promise.race([rung, pause(maxSilenceMs, undefined, { ref: false })]);
  }
}

/** Arms the doorbell, and stays armed until there is more to do than one batch that one ring announced. */
export class Sleeper extends Waiter {
  #armed = false;
  /** Since it slept, as `rings`. */
  #batches = 0;
  #ringsBefore = 0;

  static async start(url: string, work: Work): Promise<Sleeper> {
    const client = await listening(url);
    const sleeper = new Sleeper(client, work);
    client.on('notification', ({ payload }) => {
      // The session that held the doorbell for all has disarmed.
      if (payload === 'awake') sleeper.#armed = false;
    });
    return sleeper;
  }

  protected async wait(rung: Promise<unknown>): Promise<unknown> {
    this.#batches = 0;
    this.#ringsBefore = this.rings;
    if (this.#armed) return Promise.race([rung, pause(maxSilenceMs, undefined, { ref: false })]);
    // Before the answer, as that may come after a notification.
    this.#armed = true;
    const { rows } = await this.client.query<{ armed: boolean }>(`select app.arm_doorbell('outbox') as armed`);
    this.#armed &&= rows[0]?.armed === true;
    return this.#armed || pause(retryMs);
  }

  protected override async found(): Promise<void> {
    this.#batches += 1;
    if (!this.#armed || (this.#batches === 1 && this.rings - this.#ringsBefore <= 1)) return;
    this.#armed = false;
    await this.client.query(`select app.disarm_doorbell('outbox')`);
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
