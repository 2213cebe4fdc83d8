/**
 * @param word - what was written
 * @param known - what could have been meant
 * @returns the known word it most resembles, or undefined when none is near
 */
export function nearestWord(word: string, known: Iterable<string>): string | undefined {
  // A slip changes about a third of a word; beyond that a suggestion misleads.
  let best = Math.floor((word.length + 1) / 3) + 1;
  let nearest: string | undefined;
  for (const candidate of known) {
    if (Math.abs(candidate.length - word.length) >= best) continue;
    const steps = distance(word.toLowerCase(), candidate.toLowerCase());
    if (steps < best) [best, nearest] = [steps, candidate];
  }
  return nearest;
}

/** Insertions, deletions, replacements and swaps of neighbours that lead from one word to the other. */
function distance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const row = [i];
    for (let j = 1; j <= to.length; j++) {
      const same = from[i - 1] === to[j - 1];
      const swapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      row[j] = Math.min(
        (last[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (last[j - 1] ?? 0) + (same ? 0 : 1),
        swapped ? (beforeLast[j - 2] ?? 0) + 1 : Infinity,
      );
    }
    [beforeLast, last] = [last, row];
  }
  return last[to.length] ?? 0;
}
