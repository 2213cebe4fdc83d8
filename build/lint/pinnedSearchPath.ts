import type { Node } from 'libpg-query';
import { bodyOf, optionValues } from '../sql/functionOptions.js';
import { createdSignature } from '../sql/signatures.js';
import type { Rule } from '../sql/statement.js';

const exemption = /^[ \t]*--[ \t]*unpinned:[ \t]*\S/m;

/**
 * A function looks names up where the extension says, and in the caller's temporary schema last: else whoever calls it
 * could run a function or an operator of somebody else, as could whoever is made to. A body in the SQL-standard form is
 * looked up once, when the function is created. A function that runs for every row and names every schema, operators
 * included, says so in its comment: `-- unpinned: reason`. One with its owner's rights may not.
 */
export const pinnedSearchPath: Rule = (statements) =>
  statements.flatMap(({ node, origin, comment }) => {
    if (!('CreateFunctionStmt' in node)) return [];
    const { options } = node.CreateFunctionStmt;
    if (isPinned(options)) return [];
    const signature = createdSignature(node.CreateFunctionStmt);
    const mend = 'add "set search_path = pg_catalog, pg_temp"';
    if (isDefiner(options)) return [{ origin, message: `${signature} is SECURITY DEFINER: ${mend}` }];
    if (bodyOf(node.CreateFunctionStmt) === undefined || exemption.test(comment)) return [];
    return [{ origin, message: `${signature} looks names up where its caller says: ${mend}` }];
  });

function isDefiner(options: readonly Node[] | undefined): boolean {
  return optionValues(options, 'security').some((value) => 'Boolean' in value && value.Boolean.boolval === true);
}

/**
 * @param options - the options of CREATE FUNCTION
 * @returns whether the function looks names up in pg_catalog, and in the temporary schema last
 */
export function isPinned(options: readonly Node[] | undefined): boolean {
  const paths = optionValues(options, 'set').flatMap((value) =>
    'VariableSetStmt' in value && value.VariableSetStmt.name === 'search_path'
      ? [value.VariableSetStmt.args ?? []]
      : [],
  );
  const schemas = paths.map((path) =>
    path.map((item) => ('A_Const' in item ? item.A_Const.sval?.sval : undefined)).join(),
  );
  return schemas.length === 1 && schemas[0] === 'pg_catalog,pg_temp';
}
