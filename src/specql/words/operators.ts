import type { BinaryOperator } from '../syntax/expression.js';

/** How strongly each operator of two values binds, by how it is written. */
export const operators: ReadonlyMap<string, { readonly operator: BinaryOperator; readonly strength: number }> = new Map(
  (
    [
      [['or'], 1],
      [['and'], 2],
      [['=', '!=', '<', '<=', '>', '>=', 'like', 'ilike', 'matches'], 4],
      [['||'], 5],
      [['+', '-'], 6],
      [['*', '/', '%'], 7],
    ] as [BinaryOperator[], number][]
  ).flatMap(([written, strength]) => written.map((operator) => [operator, { operator, strength }] as const)),
);

/** How strongly `not` binds: weaker than a comparison, stronger than `and`. */
export const notStrength = 3;

/** How strongly comparisons bind, among them `in` and `is null`. */
export const comparisonStrength = 4;

/** Signs of other languages, and what SpecQL writes instead. */
export const foreignSigns: ReadonlyMap<string, string> = new Map([
  ['==', '='],
  ['<>', '!='],
  ['&&', 'and'],
  ['!', 'not'],
]);
