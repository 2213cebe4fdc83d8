import { parse, parsePlPgSQL } from 'libpg-query';
import { bodyOf, languageOf } from '../sql/functionOptions.js';
import { createdSignature } from '../sql/signatures.js';
import type { Rule } from '../sql/statement.js';
import { isPinned } from './pinnedSearchPath.js';
import { withKnownReturnType } from './syntax.js';

/**
 * A body that looks names up where its caller says names the schema of every type. PL/pgSQL looks types up once in a session: whoever
 * makes it do so under a search path of its own has its types used by everybody the session calls for. Types that are keywords, as
 * integer and boolean, are not looked up.
 */
export const qualifiedTypes: Rule = async (statements) =>
  (
    await Promise.all(
      statements.map(async ({ node, origin, text }) => {
        if (!('CreateFunctionStmt' in node)) return [];
        const { options } = node.CreateFunctionStmt;
        const body = bodyOf(node.CreateFunctionStmt);
        if (body === undefined || isPinned(options)) return [];
        const queries = languageOf(options) === 'plpgsql' ? await queriesIn(text) : [body];
        const types = new Set((await Promise.all(queries.map(lookedUpTypes))).flat());
        const signature = createdSignature(node.CreateFunctionStmt);
        return [...types].map((type) => ({ origin, message: `${signature}: write pg_catalog.${type}` }));
      }),
    )
  ).flat();

/** Every query and expression of a PL/pgSQL function as a query, and one for the type of each variable. */
async function queriesIn(createFunction: string): Promise<string[]> {
  const queries: string[] = [];
  walk(await parsePlPgSQL(withKnownReturnType(createFunction)), (object) => {
    const { query, parseMode, lineno, datatype } = object as Partial<Expression & Variable>;
    if (typeof query === 'string') {
      queries.push(parseMode === 0 ? query : `select ${(parseMode ?? 2) > 2 ? query.replace(/^.*?:?=/s, '') : query}`);
    }
    const type = datatype?.PLpgSQL_type.typname;
    // The types of parameters, which have no line, are known since the function was created.
    if (type !== undefined && lineno !== undefined && !type.includes('%')) queries.push(`select null::${type}`);
  });
  return queries;
}

async function lookedUpTypes(query: string): Promise<string[]> {
  const types: string[] = [];
  walk(await parse(query), (object) => {
    const { typeName } = object as { typeName?: { names?: { String?: { sval?: string } }[] } };
    const [first, ...rest] = typeName?.names ?? [];
    if (first?.String?.sval !== undefined && rest.length === 0) types.push(first.String.sval);
  });
  return types;
}

interface Expression {
  /** Of a loop or RETURN QUERY an object, which holds the query. */
  query: string | object;
  /** 0: a statement, 2: an expression, more: an assignment. */
  parseMode: number;
}

interface Variable {
  lineno: number;
  datatype: { PLpgSQL_type: { typname: string } };
}

function walk(value: unknown, visit: (object: object) => void): void {
  if (typeof value !== 'object' || value === null) return;
  visit(value);
  for (const inner of Object.values(value)) walk(inner, visit);
}
