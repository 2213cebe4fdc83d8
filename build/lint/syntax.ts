import { parse, parsePlPgSQL } from 'libpg-query';
import type { Node } from 'libpg-query';
import { bodyOf, languageOf } from '../sql/functionOptions.js';
import type { Finding, Rule, Statement } from '../sql/statement.js';

/** A body is a string to the server until it is called; here it is parsed before it is shipped. */
export const syntax: Rule = async (statements) => (await Promise.all(statements.map(findingsIn))).flat();

async function findingsIn({ node, origin, text }: Statement): Promise<Finding[]> {
  try {
    await parseBody(node, text);
    return [];
  } catch (error) {
    return [{ origin, message: `in the body: ${error instanceof Error ? error.message : String(error)}` }];
  }
}

async function parseBody(node: Node, text: string): Promise<void> {
  if ('DoStmt' in node && languageOf(node.DoStmt.args) === 'plpgsql') await parsePlPgSQL(text);
  if (!('CreateFunctionStmt' in node)) return;
  const language = languageOf(node.CreateFunctionStmt.options);
  const body = bodyOf(node.CreateFunctionStmt);
  if (language === 'plpgsql') await parsePlPgSQL(withKnownReturnType(text));
  if (language === 'sql' && body !== undefined) await parse(body);
}

/**
 * The parser has no catalogue: it takes an array of a type of ours for record[], which no function may return.
 *
 * @param text - a CREATE FUNCTION
 * @returns one that the parser takes
 */
export function withKnownReturnType(text: string): string {
  return text.replace(/(\breturns\s+(?:setof\s+)?)[\w.]+\[\]/i, '$1text[]');
}
