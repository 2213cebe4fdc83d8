import type { Scenario } from '../bench.js';
import { Consumer } from '../../src/consumer/consumer.js';
import { openLog } from './log.js';

/** A consumer of the library that comes late, with a handler that only looks at each event. */
export const drainTypeScript: Scenario = {
  name: 'delivery/drain of half a log through the TypeScript consumer',
  unit: 'per second',
  subject: 'run',
  targets: [{ of: 'batches', perSecondAtLeast: 80_000 }],
  async contestants(bench) {
    const { url, sql } = await openLog(bench, bench.effort.log);
    const events = bench.effort.log / 2;
    const contestant = (name: string, drain: typeof byBatch) => ({
      name,
      async run() {
        await sql.query(`select app.seek_consumer('bench', 'earliest')`);
        const consumer = new Consumer({ connectionString: url, consumer: 'bench', doorbell: false });
        const started = performance.now();
        const sum = await drain(consumer, events);
        const seconds = (performance.now() - started) / 1000;
        await consumer.close();
        // The ids of the log begin at 1 and have no gaps.
        if (sum !== (events * (events + 1)) / 2) throw new Error(`${name}: other events than the first ${events}`);
        return events / seconds;
      },
    });
    return [contestant('batches', byBatch), contestant('run', byEvent)];
  },
};

async function byBatch(consumer: Consumer, events: number): Promise<number> {
  let count = 0;
  let sum = 0;
  for await (const batch of consumer.batches()) {
    for (const { event_id } of batch.events) sum += Number(event_id);
    await batch.ack();
    if ((count += batch.events.length) >= events) break;
  }
  return sum;
}

async function byEvent(consumer: Consumer, events: number): Promise<number> {
  let count = 0;
  let sum = 0;
  const enough = new AbortController();
  await consumer.run(
    ({ event_id }) => {
      sum += Number(event_id);
      if (++count === events) enough.abort();
    },
    { signal: enough.signal },
  );
  return sum;
}
