import { assemble } from '../../../build/assemble.js';
import { parseScript } from '../../../build/sql/parse.js';
import type { Rule } from '../../../build/sql/statement.js';

/**
 * Lets one rule judge a script.
 *
 * @param rule - the rule
 * @param sql - the text of the file `x.sql`
 * @returns its findings, as `line: message`
 */
export async function findings(rule: Rule, sql: string): Promise<string[]> {
  const { statements } = await parseScript(
    assemble(
      new Map([
        ['install.sql', '\\ir x.sql'],
        ['x.sql', sql],
      ]),
      '1.0',
    ),
  );
  if (statements.length === 0) throw new Error('the script holds no statement, or cannot be parsed');
  return (await rule(statements)).map(({ origin, message }) => `${origin.line}: ${message}`);
}
