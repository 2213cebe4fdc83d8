import type { Target, Unit } from '../bench.js';
import type { Measurement } from '../measure.js';
import { latency } from './latency.js';
import type { Effort } from './options.js';
import type { Stage } from './stage.js';
import { throughput } from './throughput.js';
import { walVolume } from './walVolume.js';
import { inWay, usual, ways } from './way.js';

type Figures = Map<string, Map<string, number[]>>;

const latencies = (perSecond: number, quantile: string) =>
  `cdc/commit to handler at ${perSecond.toLocaleString('en')} events/s, ${quantile}`;
const volumes = (together: string) => `cdc/write-ahead log for an event, ${together} in a transaction`;
const sustained = 'cdc/sustained, written and read at once';

/** Events per second, of the steady loads. */
const rates = [100, 2000];

const fast = (of: string): Target => ({ of, millisecondsAtMost: 50 });
const many = (of: string): Target => ({ of, perSecondAtLeast: 20_000 });
const names = ways.map(({ name }) => name);

const scenarios: [name: string, unit: Unit, targets: Target[]][] = [
  ...rates.flatMap((rate): typeof scenarios => [
    [latencies(rate, 'median'), 'ms', []],
    [latencies(rate, '99th percentile'), 'ms', names.map(fast)],
  ]),
  [sustained, 'per second', names.map(many)],
  [volumes('one'), 'bytes', []],
  [volumes('a hundred'), 'bytes', []],
];

/**
 * Lets the ways of streaming take turns, each doing everything.
 *
 * @param stage - where
 * @param effort - how much
 * @param progress - told each figure as it is known
 * @returns the figures
 */
export async function benchmark(
  stage: Stage,
  effort: Effort,
  progress: (line: string) => void,
): Promise<Measurement[]> {
  const figures: Figures = new Map(scenarios.map(([name]) => [name, new Map(names.map((way) => [way, []]))]));
  for (let round = 1; round <= effort.rounds; round += 1) {
    for (const way of ways) {
      const note = (scenario: string, figure: number) => {
        figures.get(scenario)?.get(way.name)?.push(figure);
        progress(`round ${round}, ${way.name}: ${scenario}: ${figure.toPrecision(4)}`);
      };
      await inWay(stage.pipeline, way, async () => {
        for (const rate of rates) {
          const { median, percentile99 } = await latency(stage, rate, effort);
          note(latencies(rate, 'median'), median);
          note(latencies(rate, '99th percentile'), percentile99);
        }
        note(sustained, await throughput(stage, effort));
        note(volumes('one'), await walVolume(stage, 1, effort));
        note(volumes('a hundred'), await walVolume(stage, 100, effort));
      });
    }
  }
  const { major } = stage.pipeline.stack.server;
  return scenarios.map(([name, unit, targets]) => ({
    major,
    scenario: { name, unit, targets, subject: usual.name },
    figures: figures.get(name) ?? new Map<string, number[]>(),
  }));
}
