import type { ProfiledFunction } from '../../../build/server/profile.js';

/** Coverage of statements, told. */
export interface Report {
  /** A line for each function that did not run as a whole, the total last. */
  lines: string[];
  /** Executed statements of all, in percent. */
  percent: number;
}

/**
 * @param functions - every function, with what ran of it
 * @returns the table of functions under 100 %, least covered first, and the total
 */
export function coverageReport(functions: readonly ProfiledFunction[]): Report {
  const counted = functions.map((entry) => ({ ...entry, ...count([entry]) }));
  const lines = counted
    .filter(({ ran, all }) => ran < all)
    .sort((a, b) => a.percent - b.percent)
    .map(({ name, ran, all, percent, ...entry }) => {
      const missed = entry.statements.flatMap((kind, i) => (entry.executed[i] ? [] : [`${entry.lines[i]}: ${kind}`]));
      return `${percent.toFixed(1).padStart(5)} %  ${`${ran}/${all}`.padStart(7)}  ${name}  (not run, by line of the body: ${missed.join(', ')})`;
    });
  const { ran, all, percent } = count(functions);
  return { lines: [...lines, `PL/pgSQL statement coverage: ${percent.toFixed(1)} % (${ran}/${all})`], percent };
}

function count(functions: readonly ProfiledFunction[]): { ran: number; all: number; percent: number } {
  const statements = functions.flatMap(({ executed }) => executed);
  const ran = statements.filter(Boolean).length;
  return { ran, all: statements.length, percent: statements.length === 0 ? 0 : (100 * ran) / statements.length };
}
