import type { Assembled } from './assemble.js';
import { headerOf, type Header } from './sql/header.js';
import { parseScript } from './sql/parse.js';
import { createdFunction } from './sql/signatures.js';

/**
 * Writes what each function of an install script needs besides its definition: nobody may execute it until it is granted,
 * and the catalogue says what it is for, in the first sentence of its header.
 *
 * @param script - the assembled script
 * @returns the script with `revoke` and `comment on` behind each function; unchanged when it cannot be parsed, which the lint reports
 */
export async function closeFunctions(script: Assembled): Promise<Assembled> {
  const { statements } = await parseScript(script);
  const lines = script.sql.trimEnd().split('\n');
  const added = new Map<number, string[]>();
  let last: { name: string; header: Header | undefined } | undefined;
  for (const { node, comment, lastLine } of statements) {
    if (!('CreateFunctionStmt' in node)) continue;
    const { kind, name, signature } = createdFunction(node.CreateFunctionStmt);
    // Functions that share a name may share a header.
    const header = headerOf(comment, name) ?? (last?.name === name ? last.header : undefined);
    last = { name, header };
    added.set(lastLine, [
      `revoke all on ${kind} ${signature} from public;`,
      ...(header ? [`comment on ${kind} ${signature} is ${quoted(explanation(header))};`] : []),
    ]);
  }
  const sql: string[] = [];
  const origins: Assembled['origins'] = [];
  lines.forEach((text, index) => {
    const origin = script.origins[index];
    if (!origin) throw new RangeError('the script has more lines than origins');
    const all = [text, ...(added.get(index) ?? [])];
    sql.push(...all);
    origins.push(...all.map(() => origin));
  });
  return { sql: sql.join('\n') + '\n', origins };
}

function explanation({ summary, internal }: Header): string {
  if (!internal) return summary;
  const begin = /^[A-Z][a-z]/.test(summary) ? summary.charAt(0).toLowerCase() + summary.slice(1) : summary;
  return `Internal: ${begin}`;
}

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;
