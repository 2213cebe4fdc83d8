import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { Consumer } from '../../src/consumer/consumer.js';
import type { Bench, Contestant, Scenario, Target } from '../bench.js';
import { openDatabase, type BenchDatabase } from '../database.js';
import { writeOutboxEvent } from '../events/writers.js';
import { quantile } from '../statistics.js';
import { Sleeper } from './sleeper.js';

/** Those of SQL are on one connection each, as anyone can write them; those of the library have a handler. All share the writer's process. */
const contestants = [
  { name: 'one consumer', count: 1, start: startSleeper },
  { name: 'four consumers', count: 4, start: startSleeper },
  { name: 'one handler of the library', count: 1, start: startHandler },
  { name: 'four handlers of the library', count: 4, start: startHandler },
];

/** From the moment a writer asks to commit until a consumer, which had nothing to do, has the event. */
export const latencies: readonly Scenario[] = [scenario('median', 0.5, 2), scenario('99th percentile', 0.99, 10)];

function scenario(name: string, share: number, millisecondsAtMost: number): Scenario {
  return {
    name: `delivery/commit to consumer when idle, ${name}`,
    unit: 'ms',
    subject: 'one consumer',
    targets: contestants.map(({ name: of }): Target => ({ of, millisecondsAtMost })),
    contestants: (bench) => Promise.all(contestants.map((one) => contestant(bench, one, share))),
  };
}

interface Started {
  /** Rejects when it fails. */
  readonly ended: Promise<unknown>;
  stop(): Promise<unknown>;
}

async function contestant(
  bench: Bench,
  { name, count, start }: (typeof contestants)[number],
  share: number,
): Promise<Contestant> {
  const database = await openDatabase(bench.server, { extension: true, setup: [] });
  const labels = Array.from({ length: count }, (_, index) => `consumer_${index}`);
  for (const label of labels) await database.sql.query('select app.create_consumer($1)', [label]);
  return {
    name,
    async run() {
      const watch = new Watch(count);
      const started = await Promise.all(labels.map((label) => start(database.url, label, watch)));
      try {
        for (let write = 0; write < bench.effort.queries; write += 1) {
          // Until everyone is asleep again, and out of step with whatever else is periodic.
          await pause(20 + 10 * Math.random());
          await Promise.race([committed(database, watch), ...started.map(({ ended }) => ended)]);
        }
      } finally {
        await Promise.all(started.map((one) => one.stop()));
      }
      return watch.quantile(share);
    },
  };
}

async function committed({ sql }: BenchDatabase, watch: Watch): Promise<void> {
  await sql.query('begin');
  const { rows } = await sql.query<{ write_outbox_event: string }>(`select ${writeOutboxEvent}`);
  const everyone = watch.start(rows[0]?.write_outbox_event ?? '');
  await sql.query('commit');
  await everyone;
}

function startHandler(connectionString: string, name: string, watch: Watch): Promise<Started> {
  const consumer = new Consumer({ connectionString, consumer: name });
  const ended = consumer.run(({ id }) => {
    watch.arrived(id);
  });
  ended.catch(() => undefined);
  return Promise.resolve({ ended, stop: () => consumer.close() });
}

function startSleeper(url: string, name: string, watch: Watch): Promise<Started> {
  return Sleeper.start(url, work(name, watch));
}

const work = (name: string, watch: Watch) => ({
  async fetch(sql: pg.Client) {
    const fetch = { name: 'fetch', text: 'select * from app.fetch_events($1)', values: [name] };
    const { rows } = await sql.query<{ batch: string; id: string }>(fetch);
    for (const { id } of rows) watch.arrived(id);
    return rows[0]?.batch;
  },
  acknowledge: (sql: pg.Client, batch: string) =>
    sql.query({ name: 'acknowledge', text: 'select app.ack_events($1, $2)', values: [name, batch] }),
});

/** How long one event after another takes to each consumer. */
class Watch {
  readonly #times: number[] = [];
  #id = '';
  #started = 0;
  #missing = 0;
  #all: () => void = () => undefined;

  constructor(private readonly count: number) {}

  /** @returns when all consumers have the event */
  start(id: string): Promise<void> {
    this.#id = id;
    this.#missing = this.count;
    this.#started = performance.now();
    return new Promise((resolve) => (this.#all = resolve));
  }

  arrived(id: string): void {
    if (id !== this.#id) throw new Error(`event ${id} came while ${this.#id} was awaited`);
    this.#times.push(performance.now() - this.#started);
    this.#missing -= 1;
    if (this.#missing === 0) this.#all();
  }

  quantile(share: number): number {
    return quantile(this.#times, share);
  }
}
