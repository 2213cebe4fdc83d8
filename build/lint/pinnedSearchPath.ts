import type { Node } from 'libpg-query';
import { optionValues } from '../sql/functionOptions.js';
import { createdSignature } from '../sql/signatures.js';
import type { Rule } from '../sql/statement.js';

/** A definer function looks names up where its owner says, and in the caller's temporary schema last. */
export const pinnedSearchPath: Rule = (statements) =>
  statements.flatMap(({ node, origin }) => {
    if (!('CreateFunctionStmt' in node)) return [];
    const { options } = node.CreateFunctionStmt;
    if (!isDefiner(options) || isPinned(options)) return [];
    const signature = createdSignature(node.CreateFunctionStmt);
    return [{ origin, message: `${signature} is SECURITY DEFINER: add "set search_path = pg_catalog, pg_temp"` }];
  });

function isDefiner(options: readonly Node[] | undefined): boolean {
  return optionValues(options, 'security').some((value) => 'Boolean' in value && value.Boolean.boolval === true);
}

function isPinned(options: readonly Node[] | undefined): boolean {
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
