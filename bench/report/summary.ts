import type { Target } from '../bench.js';
import type { Measurement } from '../measure.js';
import { median } from '../statistics.js';

/** One contestant's result in a scenario. */
export interface Row {
  readonly contestant: string;
  /** The middle figure of the rounds. */
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
  /** How many times as fast the scenario's subject is, the median of the rounds' ratios; absent in the subject's own row. */
  readonly speedOfSubject?: number;
  /** The lowest of the rounds' ratios; absent in the subject's own row. */
  readonly lowestSpeed?: number;
}

/** A target, and what was reached. */
export interface Outcome {
  readonly text: string;
  readonly reached: string;
  readonly met: boolean;
}

/** The results of a scenario on one server. */
export interface Summary {
  readonly major: number;
  readonly scenario: string;
  readonly unit: string;
  readonly subject: string;
  readonly rows: readonly Row[];
  readonly outcomes: readonly Outcome[];
}

/**
 * @param measurement - the figures of all rounds
 * @returns medians, ratios and targets
 */
export function summarise(measurement: Measurement): Summary {
  const { major, scenario, figures } = measurement;
  const rows = [...figures].map(([contestant, values]) => ({
    contestant,
    median: median(values),
    lowest: Math.min(...values),
    highest: Math.max(...values),
    ...(contestant !== scenario.subject && ratios(measurement, contestant)),
  }));
  return {
    major,
    scenario: scenario.name,
    unit: scenario.unit,
    subject: scenario.subject,
    rows,
    outcomes: (scenario.targets ?? []).map((target) => outcome(target, rows, scenario.subject)),
  };
}

/** Compared round by round: two turns of one round met the same machine, two medians may not have. */
function ratios(
  { scenario, figures }: Measurement,
  other: string,
): Required<Pick<Row, 'speedOfSubject' | 'lowestSpeed'>> {
  const own = figures.get(scenario.subject) ?? [];
  const others = figures.get(other) ?? [];
  const speeds = own.map((figure, round) => {
    const ratio = figure / (others[round] ?? Number.NaN);
    return scenario.unit === 'per second' ? ratio : 1 / ratio;
  });
  return { speedOfSubject: median(speeds), lowestSpeed: Math.min(...speeds) };
}

function outcome(target: Target, rows: readonly Row[], subject: string): Outcome {
  if ('millisecondsAtMost' in target) {
    const reached = rows.find(({ contestant }) => contestant === target.of)?.median ?? Number.NaN;
    return {
      text: `${target.of} at most ${target.millisecondsAtMost} ms`,
      reached: `${reached.toPrecision(3)} ms`,
      met: reached <= target.millisecondsAtMost,
    };
  }
  if ('perSecondAtLeast' in target) {
    const reached = rows.find(({ contestant }) => contestant === target.of)?.median ?? Number.NaN;
    return {
      text: `${target.of} at least ${target.perSecondAtLeast.toLocaleString('en')} per second`,
      reached: `${Math.round(reached).toLocaleString('en')} per second`,
      met: reached >= target.perSecondAtLeast,
    };
  }
  const reached = rows.find(({ contestant }) => contestant === target.against)?.speedOfSubject ?? Number.NaN;
  return {
    text: `${subject} at least ${target.speedAtLeast.toPrecision(3)} times as fast as ${target.against}`,
    reached: reached.toPrecision(3),
    met: reached >= target.speedAtLeast,
  };
}
