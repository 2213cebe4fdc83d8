import type { Rule } from '../sql/statement.js';

/** A script that takes over what it finds could be handed a trap by whoever made the object first; the server refuses too. */
export const noReplace: Rule = (statements) =>
  statements.flatMap(({ node, origin }) => {
    const statement = Object.values(node)[0] as { replace?: boolean; if_not_exists?: boolean };
    return [
      ...(statement.replace ? [{ origin, message: 'OR REPLACE in an install script: write plain CREATE' }] : []),
      ...(statement.if_not_exists
        ? [{ origin, message: 'IF NOT EXISTS in an install script: write plain CREATE' }]
        : []),
    ];
  });
