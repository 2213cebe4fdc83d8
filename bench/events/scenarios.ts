import type { Bench, Scenario, Target } from '../bench.js';
import { eventContestant, type EventWriter } from './contest.js';
import { batchWriters, changeWriters, outboxWriters } from './writers.js';

/** Events written, each scenario by one client. */
export const events: Scenario[] = [
  rate('outbox/one event in a transaction', 1, outboxWriters),
  rate('outbox/100 events in a transaction', 100, outboxWriters, [{ against: 'document', speedAtLeast: 1.7 }]),
  rate('outbox/100 events in one call', 100, batchWriters),
  {
    name: 'changes/log_cdc_event in a transaction of its own, with commit and round trip',
    unit: 'ms',
    subject: 'specql_cdc',
    contestants: (bench) => contestants(bench, changeWriters(1), (perSecond) => 1000 / perSecond),
  },
  {
    name: 'changes/log_cdc_event in a transaction of 100',
    unit: 'ms',
    subject: 'specql_cdc',
    targets: [{ of: 'specql_cdc', millisecondsAtMost: 0.1 }],
    contestants: (bench) => contestants(bench, changeWriters(100), (perSecond) => 1000 / perSecond / 100),
  },
];

function rate(
  name: string,
  count: number,
  writers: (bench: Bench, count: number) => EventWriter[],
  targets: Target[] = [],
): Scenario {
  return {
    name,
    unit: 'per second',
    subject: 'specql_cdc',
    targets,
    contestants: (bench) => contestants(bench, writers(bench, count), (perSecond) => perSecond * count),
  };
}

const contestants = (bench: Bench, writers: EventWriter[], figure: (perSecond: number) => number) =>
  Promise.all(writers.map((writer) => eventContestant(bench, writer, figure)));
