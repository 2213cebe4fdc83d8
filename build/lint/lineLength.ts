import type { Finding } from '../sql/statement.js';

/** As of TypeScript. */
const longest = 120;

/**
 * @param sources - path to text of SQL files
 * @returns the lines that are too long
 */
export function lineLength(sources: ReadonlyMap<string, string>): Finding[] {
  return [...sources].flatMap(([file, text]) =>
    text.split('\n').flatMap((line, index) => {
      if (line.length <= longest) return [];
      return [
        { origin: { file, line: index + 1 }, message: `${line.length} characters: break the line at ${longest}` },
      ];
    }),
  );
}
