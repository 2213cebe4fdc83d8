import type { Bench, Scenario } from './bench.js';

/** What the rounds of one scenario showed on one server. */
export interface Measurement {
  readonly major: number;
  readonly scenario: Omit<Scenario, 'contestants'>;
  /** The figures of each contestant, in the order of the rounds. */
  readonly figures: ReadonlyMap<string, readonly number[]>;
}

/**
 * Lets the contestants of a scenario take turns: A B C A B C ..., so that whatever else the machine does meanwhile meets them all.
 *
 * @param scenario - what is done
 * @param bench - the server
 * @param progress - told each figure as it is known
 * @returns the figures
 * @throws Error when a contestant fails, or did not do all the work it was timed for
 */
export async function measure(
  scenario: Scenario,
  bench: Bench,
  progress: (message: string) => void,
): Promise<Measurement> {
  const contestants = await scenario.contestants(bench);
  const figures = new Map(contestants.map(({ name }) => [name, [] as number[]]));
  for (let round = 1; round <= bench.effort.rounds; round += 1) {
    for (const { name, run } of contestants) {
      const figure = await run();
      figures.get(name)?.push(figure);
      progress(`${scenario.name}, round ${round}: ${name} ${figure.toPrecision(4)} ${scenario.unit}`);
    }
  }
  for (const { check } of contestants) await check?.();
  return { major: bench.server.major, scenario, figures };
}
