import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { Consumer } from '../../src/consumer/consumer.js';
import { openDatabase, type BenchDatabase } from '../database.js';
import { paced } from '../delivery/paced.js';
import { quantile } from '../statistics.js';
import type { PostgresServer } from '../../build/server/server.js';

/** What one minute was like. */
export interface Minute {
  readonly writesPerSecond: number;
  /** From asking for an event in a transaction of its own to its commit. */
  readonly writeMedianMs: number;
  /** From asking for it to the handler of a consumer. */
  readonly latencyMedianMs: number;
  readonly latency99Ms: number;
  /** Of another consumer, which catches up after the minute, through SQL in batches of 1,000. */
  readonly drainPerSecond: number;
  readonly outboxMegabytes: number;
  /** What consumers keep of their positions. */
  readonly positionsMegabytes: number;
  /** Heap of this process, which writes and handles. */
  readonly heapMegabytes: number;
}

/** How long, and how much. */
export interface Soak {
  readonly minutes: number;
  readonly perSecond: number;
  /** Seconds of a minute; fewer for a smoke run. */
  readonly seconds: number;
}

/**
 * Writes and consumes while a transaction that has written stays open, so that nothing dead can be vacuumed.
 *
 * @param server - where
 * @param soak - how long, and how much
 * @param progress - told each minute as it ends
 * @returns the minutes
 * @throws Error when an event is lost or comes twice
 */
export async function underHeldHorizon(
  server: PostgresServer,
  { minutes, perSecond, seconds }: Soak,
  progress: (minute: Minute) => void,
): Promise<Minute[]> {
  const database = await openDatabase(server, {
    extension: true,
    setup: [new URL('../delivery/delivery.sql', import.meta.url)],
  });
  await database.sql.query(`select app.create_consumer('live'), app.create_consumer('bench')`);
  const holder = new pg.Client(database.url);
  await holder.connect();
  await holder.query('begin isolation level repeatable read; select txid_current()');
  const arrivals = new Map<string, number>();
  const consumer = new Consumer({ connectionString: database.url, consumer: 'live' });
  let repeated = 0;
  const running = consumer.run(({ id }) => {
    if (arrivals.has(id)) repeated += 1;
    else arrivals.set(id, performance.now());
  });
  const passed: Minute[] = [];
  try {
    for (let minute = 0; minute < minutes; minute += 1) {
      const one = await onePassed(database, perSecond, seconds, arrivals, running);
      passed.push(one);
      progress(one);
    }
  } finally {
    await consumer.close();
    await holder.end();
  }
  if (repeated > 0) throw new Error(`${String(repeated)} events came twice`);
  return passed;
}

async function onePassed(
  database: BenchDatabase,
  perSecond: number,
  seconds: number,
  arrivals: Map<string, number>,
  running: Promise<void>,
): Promise<Minute> {
  const { url, sql } = database;
  const events = perSecond * seconds;
  const began = performance.now();
  const writes = await paced(url, events, perSecond);
  const writingSeconds = (performance.now() - began) / 1000;
  while (arrivals.size < events) await Promise.race([pause(5), running]);
  const latencies = writes.map(({ id, start }) => (arrivals.get(id) ?? Number.NaN) - start);
  arrivals.clear();

  const drained = performance.now();
  const { rows } = await sql.query<{ p_events: string }>(`call bench.drain(${Math.ceil(events / 1000) + 1}, 1000)`);
  const drainingSeconds = (performance.now() - drained) / 1000;
  if (Number(rows[0]?.p_events) !== events) throw new Error(`${rows[0]?.p_events} of ${events} events came`);

  const megabytes = (tables: string) =>
    database.number(`select sum(pg_total_relation_size(relid)) / 1e6 from ${tables}`);
  return {
    writesPerSecond: events / writingSeconds,
    writeMedianMs: quantile(
      writes.map(({ start, end }) => end - start),
      0.5,
    ),
    latencyMedianMs: quantile(latencies, 0.5),
    latency99Ms: quantile(latencies, 0.99),
    drainPerSecond: events / drainingSeconds,
    outboxMegabytes: await megabytes(`pg_partition_tree('app.outbox')`),
    positionsMegabytes: await megabytes(`(values ('app.consumer_state'::regclass)) t (relid)`),
    heapMegabytes: process.memoryUsage().heapUsed / 1e6,
  };
}
