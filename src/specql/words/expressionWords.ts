/** Words with a meaning of their own in an expression: no field and no row may be called so. */
export const expressionWords: readonly string[] = [
  'and',
  'or',
  'not',
  'in',
  'is',
  'null',
  'true',
  'false',
  'like',
  'ilike',
  'matches',
  'set',
  'where',
  'input',
];
