import type { Summary } from './summary.js';

/** By major, scenario and contestant: how many times as fast as the contestant the scenario's subject is at least. */
export type Bounds = Record<string, Record<string, Record<string, number>>>;

/** Of the lowest ratio of a run: how far a later run may fall below it by noise. */
const margin = 0.8;

/**
 * @param summaries - the results of a run
 * @param bounds - what was stored
 * @returns a line for each bound of a measured scenario that does not hold
 */
export function outOfBounds(summaries: readonly Summary[], bounds: Bounds): string[] {
  return summaries.flatMap(({ major, scenario, subject, rows }) =>
    Object.entries(bounds[major]?.[scenario] ?? {}).flatMap(([contestant, bound]) => {
      const ratio = rows.find((row) => row.contestant === contestant)?.speedOfSubject;
      if (ratio !== undefined && ratio >= bound) return [];
      const found =
        ratio === undefined
          ? `${contestant} did not take part`
          : `${subject} is ${ratio.toFixed(2)} times as fast as ${contestant}`;
      return [`${major} ${scenario}: ${found}; the bound is ${bound.toFixed(2)}`];
    }),
  );
}

/**
 * @param bounds - what was stored
 * @param summaries - the results of a run
 * @returns the bounds with those of the measured scenarios made anew, sorted
 */
export function renewed(bounds: Bounds, summaries: readonly Summary[]): Bounds {
  const all = { ...bounds };
  for (const { major, scenario, rows } of summaries) {
    const ratios = rows.flatMap(({ contestant, lowestSpeed }): [string, number][] =>
      lowestSpeed === undefined ? [] : [[contestant, Math.floor(lowestSpeed * margin * 100) / 100]],
    );
    if (ratios.length > 0) all[major] = { ...all[major], [scenario]: Object.fromEntries(ratios) };
  }
  const sorted = <T>(record: Record<string, T>): [string, T][] =>
    Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted(all).map(([major, scenarios]) => [major, Object.fromEntries(sorted(scenarios))]));
}
