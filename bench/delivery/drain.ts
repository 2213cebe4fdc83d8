import type { Bench, Contestant, Scenario } from '../bench.js';
import type { BenchDatabase } from '../database.js';
import { openLog } from './log.js';

const batch = 1000;

/** A consumer that comes late reads half of a log; the bare range query by id moves no events and keeps no position. */
export const drain: Scenario = {
  name: 'delivery/drain of half a log through SQL in batches of 1,000',
  unit: 'per second',
  subject: 'specql_cdc',
  targets: [{ of: 'specql_cdc', perSecondAtLeast: 400_000 }],
  async contestants(bench) {
    const log = await openLog(bench, bench.effort.log);
    return [
      reader(bench, log, 'specql_cdc', 'drain', `select app.seek_consumer('bench', 'earliest')`),
      reader(bench, log, 'range of ids', 'read_ranges', 'select'),
    ];
  },
};

/** What comes is counted each time: an event that is left out would make a faster drain. */
function reader(
  { effort }: Bench,
  { sql }: BenchDatabase,
  name: string,
  procedure: string,
  before: string,
): Contestant {
  const events = effort.log / 2;
  return {
    name,
    async run() {
      await sql.query(before);
      const started = performance.now();
      const { rows } = await sql.query<{ p_events: string; p_sum: string }>(
        `call bench.${procedure}(${events / batch}, ${batch})`,
      );
      const seconds = (performance.now() - started) / 1000;
      const [came, sum] = [Number(rows[0]?.p_events), Number(rows[0]?.p_sum)];
      // The ids of the log begin at 1 and have no gaps.
      if (came !== events || sum !== (events * (events + 1)) / 2)
        throw new Error(`${name}: other events than the first ${events}`);
      return events / seconds;
    },
  };
}
