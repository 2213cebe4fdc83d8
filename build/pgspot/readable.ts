import type { Assembled } from '../assemble.js';
import { bodyOf } from '../sql/functionOptions.js';
import { createdFunction } from '../sql/signatures.js';
import { parseScript } from '../sql/parse.js';

/** What pgspot is to read, and which of its findings are meant to be. */
export interface Readable {
  sql: string;
  /** Functions without a path of their own, and the reason that their comment gives. */
  unpinned: Map<string, string>;
}

/**
 * The install script in a form that pgspot can read. It does not know bodies in the SQL-standard form, whose names are
 * looked up once, when the function is created: they become strings with the path that the script has then.
 *
 * @param script - the install script
 * @returns the text to check, and the exceptions
 * @throws Error when the script cannot be parsed
 */
export async function readable(script: Assembled): Promise<Readable> {
  const { statements, errors } = await parseScript(script);
  if (errors[0]) throw new Error(errors[0].message);
  const unpinned = new Map<string, string>();
  const sql = statements.map(({ node, text, comment }) => {
    if (!('CreateFunctionStmt' in node)) return `${text.trim()};`;
    const reason = /-- unpinned: (.*)/.exec(comment)?.[1];
    if (reason) unpinned.set(createdFunction(node.CreateFunctionStmt).name, reason);
    return `${bodyOf(node.CreateFunctionStmt) === undefined ? withString(text.trim()) : text.trim()};`;
  });
  return { sql: sql.join('\n'), unpinned };
}

function withString(text: string): string {
  const path = /\nset search_path/i.test(text) ? '' : '\nset search_path = pg_catalog, pg_temp';
  return text
    .replace(/\nbegin atomic\s([\s\S]*?);?\s*end$/i, (_, code: string) => `${path}\nas $standard$${code}$standard$`)
    .replace(/\nreturn\s([\s\S]*)$/i, (_, code: string) => `${path}\nas $standard$select ${code}$standard$`);
}
