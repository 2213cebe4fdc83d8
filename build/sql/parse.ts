import { hasSqlDetails, loadModule, parse } from 'libpg-query';
import type { Assembled, Origin } from '../assemble.js';
import type { Finding, Statement } from './statement.js';

/**
 * Splits an install script into parsed statements.
 *
 * @param script - the assembled script
 * @returns its statements, or else the one syntax error that kept it from being parsed
 */
export async function parseScript({
  sql,
  origins,
}: Assembled): Promise<{ statements: Statement[]; errors: Finding[] }> {
  await loadModule();
  // The server skips this psql command; the parser does not know it.
  const text = sql.replace(/^\\echo.*/, '');
  const lineOf = (before: string) => before.split('\n').length - 1;
  const originAt = (before: string): Origin => {
    const origin = origins[lineOf(before)];
    if (!origin) throw new RangeError('the script has more lines than origins');
    return origin;
  };
  try {
    const bytes = Buffer.from(text);
    const { stmts = [] } = await parse(text);
    let end = 0;
    const statements = stmts.flatMap(({ stmt, stmt_location: start = 0, stmt_len: length = bytes.length - start }) => {
      const comment = bytes.subarray(end, start).toString().replace(/^;/, '');
      end = start + length;
      const source = bytes.subarray(start, end).toString();
      if (!stmt) return [];
      const origin = originAt(bytes.subarray(0, start).toString());
      return [{ node: stmt, text: source, comment, origin, lastLine: lineOf(bytes.subarray(0, end).toString()) }];
    });
    return { statements, errors: [] };
  } catch (error) {
    if (!hasSqlDetails(error)) throw error;
    const before = text.slice(0, error.sqlDetails?.cursorPosition);
    return { statements: [], errors: [{ origin: originAt(before), message: error.message }] };
  }
}
