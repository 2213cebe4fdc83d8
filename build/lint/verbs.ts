import { createdFunction } from '../sql/signatures.js';
import type { Rule } from '../sql/statement.js';

/** One verb, one meaning: what raises an error requires, what reports a finding is health. */
export const verbs: Rule = (statements) =>
  statements.flatMap(({ node, origin }) => {
    if (!('CreateFunctionStmt' in node)) return [];
    const { name } = createdFunction(node.CreateFunctionStmt);
    if (!name.includes('.check_')) return [];
    return [
      { origin, message: `${name}: call it require_ when it raises an error, health_ when it reports a finding` },
    ];
  });
