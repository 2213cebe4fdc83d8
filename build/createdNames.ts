import type { Node } from 'libpg-query';
import type { Assembled } from './assemble.js';
import { parseScript } from './sql/parse.js';
import type { Statement } from './sql/statement.js';
import { dotted, relationName } from './sql/signatures.js';

/**
 * Writes the names of what an install script creates into its placeholders `@createdFunctions@` and `@createdRelations@`,
 * as array literals. So the script can refuse, before it makes anything, objects that have these names already.
 *
 * @param script - the assembled script
 * @returns the script with the names; the empty lists when it cannot be parsed, which the lint reports
 */
export async function createdNames(script: Assembled): Promise<Assembled> {
  const { statements } = await parseScript(script);
  const functions = new Set(statements.flatMap(functionNames));
  const relations = new Set(statements.flatMap(({ node }) => relationNames(node)));
  const sql = script.sql
    .replace('@createdFunctions@', () => literal(functions))
    .replace('@createdRelations@', () => literal(relations));
  return { ...script, sql };
}

/** Functions that a DO block creates are seen in its text. */
function functionNames({ node, text }: Statement): string[] {
  if ('CreateFunctionStmt' in node) return [dotted(node.CreateFunctionStmt.funcname)];
  if (!('DoStmt' in node)) return [];
  return [...text.matchAll(/create function (app\.\w+)/g)].map(([, name = '']) => name);
}

/** Tables, views, sequences, indexes and types: all share one set of names. */
function relationNames(node: Node): string[] {
  if ('CreateStmt' in node) return [relationName(node.CreateStmt.relation)];
  if ('ViewStmt' in node) return [relationName(node.ViewStmt.view)];
  if ('CreateSeqStmt' in node) return [relationName(node.CreateSeqStmt.sequence)];
  if ('CompositeTypeStmt' in node) return [relationName(node.CompositeTypeStmt.typevar)];
  if ('CreateEnumStmt' in node) return [dotted(node.CreateEnumStmt.typeName)];
  if ('CreateDomainStmt' in node) return [dotted(node.CreateDomainStmt.domainname)];
  if ('IndexStmt' in node) return [node.IndexStmt.idxname ?? ''];
  return [];
}

function literal(names: ReadonlySet<string>): string {
  const plain = [...names].map((name) => name.replace(/^app\./, '')).sort();
  return `{${plain.filter((name) => name !== '').join(',')}}`;
}
