import { setTimeout as pause } from 'node:timers/promises';
import { Consumer } from '../../src/consumer/consumer.js';
import type { Bench, Contestant, Scenario } from '../bench.js';
import { openDatabase } from '../database.js';
import { quantile } from '../statistics.js';
import { paced } from './paced.js';

/** From the moment a writer asks for an event in a transaction of its own until the handler of a consumer of the library has it. */
export const latenciesUnderLoad: readonly Scenario[] = [scenario('median', 0.5), scenario('99th percentile', 0.99)];

function scenario(name: string, share: number): Scenario {
  return {
    name: `delivery/write to handler under load, ${name}`,
    unit: 'ms',
    subject: '5,000 events a second',
    contestants: (bench) =>
      Promise.all([
        contestant(bench, '500 events a second', 500, share),
        contestant(bench, '5,000 events a second', 5000, share),
      ]),
  };
}

async function contestant(bench: Bench, name: string, perSecond: number, share: number): Promise<Contestant> {
  const { url, sql } = await openDatabase(bench.server, { extension: true, setup: [] });
  await sql.query(`select app.create_consumer('bench')`);
  const events = Math.ceil((perSecond * bench.effort.queries) / 100);
  return {
    name,
    async run() {
      const arrivals = new Map<string, number>();
      const consumer = new Consumer({ connectionString: url, consumer: 'bench' });
      const running = consumer.run(({ id }) => arrivals.set(id, performance.now()));
      const writes = await paced(url, events, perSecond);
      while (arrivals.size < events) await Promise.race([pause(5), running]);
      await consumer.close();
      return quantile(
        writes.map(({ id, start }) => (arrivals.get(id) ?? Number.NaN) - start),
        share,
      );
    },
  };
}
