import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Consumer } from '@platformatic/kafka';
import { untilTopics } from '../../build/kafka/messages.js';

/** What an event of the benchmark is: numbered, and as large as events are. */
interface Counted {
  n: number;
}

/** Nothing for this long under a steady load: the connection is not what it was. */
const maxSilenceMs = 500;

const text = (data?: Buffer | null) => data?.toString() ?? null;
const decoded = { key: text, value: text, headerKey: text, headerValue: text };

/** After this time an event counts as lost. */
const timeoutMs = 300_000;

/** A consumer as a service has one: all headers are decoded, and the payload is parsed. */
export class Reader {
  /** When the handler was given the event of a number, by performance.now(). */
  readonly #arrivals = new Map<number, number>();
  readonly #done = new AbortController();
  #repeated = 0;
  #heard = performance.now();
  #connection: { end: () => Promise<void> } | undefined;

  private constructor(
    private readonly bootstrap: string,
    private readonly topic: string,
    private readonly first: number,
    /** Where to go on in each partition. */
    private readonly offsets: bigint[],
  ) {}

  /**
   * @param bootstrap - the broker
   * @param topic - has to exist within a minute
   * @param first - number of the first event that counts
   * @returns a consumer of what comes from now on
   */
  static async start(bootstrap: string, topic: string, first: number): Promise<Reader> {
    await untilTopics(bootstrap, [topic]);
    // A new topic has no leader for a moment.
    const consumer = consumerOf(bootstrap, 20);
    const ends = await consumer.listOffsets({ topics: [topic] });
    await consumer.close();
    const reader = new Reader(bootstrap, topic, first, ends.get(topic) ?? []);
    await reader.#connect();
    return reader;
  }

  /** How many came again. */
  get repeated(): number {
    return this.#repeated;
  }

  /**
   * @param count - how many different events are to arrive since the start
   * @returns when each arrived, by its number
   * @throws Error when some do not arrive within five minutes
   */
  async all(count: number): Promise<ReadonlyMap<number, number>> {
    const started = performance.now();
    while (this.#arrivals.size < count) {
      if (performance.now() - started > timeoutMs) throw new Error(`${this.#arrivals.size} of ${count} events arrived`);
      await sleep(1);
    }
    return this.#arrivals;
  }

  /**
   * Connects anew whenever nothing is heard for a while, until the work is done: a client that lost its broker may stay silent.
   *
   * @param work - under which events come all the time
   * @returns what the work returned
   */
  async insisting<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#heard = performance.now();
    const watch = this.#watch();
    try {
      return await work();
    } finally {
      this.#done.abort();
      await watch;
    }
  }

  async #watch(): Promise<void> {
    while (!this.#done.signal.aborted) {
      await sleep(50);
      if (performance.now() - this.#heard < maxSilenceMs) continue;
      await this.stop().catch(() => undefined);
      await this.#connect().catch(() => undefined);
      this.#heard = performance.now();
    }
  }

  async #connect(): Promise<void> {
    const { topic } = this;
    const consumer = consumerOf(this.bootstrap);
    const offsets = this.offsets.map((offset, partition) => ({ topic, partition, offset }));
    const stream = await consumer
      .consume({ topics: [topic], mode: 'manual', offsets, autocommit: false })
      .catch(async (error: unknown) => {
        await closed(consumer);
        throw error;
      });
    let failure: Error | undefined;
    stream.on('error', (error) => (failure = error));
    stream.on('data', ({ partition, offset, value }) => {
      this.offsets[partition] = offset + 1n;
      this.#handle(JSON.parse(value ?? '') as Counted);
    });
    this.#connection = {
      async end() {
        await stream.close().catch(() => undefined);
        await closed(consumer);
        if (failure) throw failure;
      },
    };
  }

  #handle({ n }: Counted): void {
    this.#heard = performance.now();
    if (n < this.first) return;
    if (this.#arrivals.has(n)) this.#repeated += 1;
    else this.#arrivals.set(n, this.#heard);
  }

  /**
   * Ends it.
   *
   * @throws Error when it had failed
   */
  async stop(): Promise<void> {
    const connection = this.#connection;
    this.#connection = undefined;
    await connection?.end();
  }
}

/** Even when it cannot leave its group. */
const closed = (consumer: Consumer<string | null, string | null, string | null, string | null>) =>
  new Promise<void>((resolve) => {
    consumer.close(true, () => {
      resolve();
    });
  });

const consumerOf = (bootstrap: string, retries = 0) =>
  new Consumer({
    clientId: 'bench',
    groupId: randomUUID(),
    bootstrapBrokers: [bootstrap],
    deserializers: decoded,
    retries,
    retryDelay: 100,
    timeout: 2000,
    connectTimeout: 1000,
  });
