import { join } from './sql.js';
import { Sql } from './trusted.js';

/**
 * @param text - any text; what would end the line becomes a blank
 * @returns `-- text`
 */
export function comment(text: string): Sql {
  // eslint-disable-next-line no-control-regex -- a line break would end the comment and begin SQL
  return Sql.trusted(`-- ${text.replace(/[\u0000-\u001f\u007f\u0085\u2028\u2029]+/g, ' ').trimEnd()}`);
}

/**
 * @param lines - texts
 * @returns each as a comment on its own line
 */
export function comments(lines: readonly string[]): Sql {
  return join(lines.map(comment), '\n');
}
