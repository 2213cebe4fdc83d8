import pg from 'pg';
import type { Bench, Contestant, Scenario } from '../bench.js';
import type { BenchDatabase } from '../database.js';
import { openLog } from './log.js';

const small = 10_000;

/** Retained events are behind the consumer; they must not be looked at. */
const retained: Scenario = {
  name: 'delivery/fetch and acknowledge 10 new events after a log of many',
  unit: 'ms',
  subject: 'many retained',
  targets: [{ against: '10,000 retained', speedAtLeast: 0.95 }],
  async contestants(bench) {
    const few = await openAtEnd(bench, small);
    const many = await openAtEnd(bench, bench.effort.retained);
    return [
      contestant('10,000 retained', () => turns(bench, few)),
      contestant('many retained', () => turns(bench, many)),
    ];
  },
};

/** Nothing that an acknowledgement leaves can be vacuumed while a transaction holds the horizon. */
const held: Scenario = {
  name: 'delivery/fetch and acknowledge 10 new events after many acknowledgements under a held horizon',
  unit: 'ms',
  subject: 'held horizon',
  targets: [{ against: 'before', speedAtLeast: 0.95 }],
  async contestants(bench) {
    const before = await openAtEnd(bench, small);
    const after = await openAtEnd(bench, small);
    return [
      contestant('before', () => turns(bench, before)),
      contestant('held horizon', () => underHeldHorizon(after, () => acknowledgedMany(bench, after))),
    ];
  },
};

/** How long one batch takes from fetch to acknowledgement, at the end of a log. */
export const batches: readonly Scenario[] = [retained, held];

const contestant = (name: string, run: () => Promise<number>): Contestant => ({ name, run });

/** The first turns compile and plan; they do not count. */
async function openAtEnd(bench: Bench, events: number): Promise<BenchDatabase> {
  const log = await openLog(bench, events, 'latest');
  await log.sql.query('call bench.take_turns(10)');
  return log;
}

const turns = ({ effort }: Bench, log: BenchDatabase) => log.number(`call bench.take_turns(${effort.queries})`);

async function acknowledgedMany(bench: Bench, log: BenchDatabase): Promise<number> {
  const { acknowledgements } = bench.effort;
  await log.sql.query(`call bench.fill(${acknowledgements})`);
  const done = await log.number(`call bench.drain(${acknowledgements}, 1)`);
  if (done !== acknowledgements) throw new Error(`${done} of ${acknowledgements} acknowledgements`);
  return turns(bench, log);
}

/** It has written, too: consumers have to remember it. */
async function underHeldHorizon<Result>({ url }: BenchDatabase, work: () => Promise<Result>): Promise<Result> {
  const holder = new pg.Client(url);
  await holder.connect();
  try {
    await holder.query('begin isolation level repeatable read; select txid_current()');
    return await work();
  } finally {
    await holder.end();
  }
}
