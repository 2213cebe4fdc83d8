import type { Expression } from '../../syntax/expression.js';

/**
 * @param expression - a tree
 * @returns the paths in it, in order
 */
export function pathsIn(expression: Expression): (readonly [string, ...string[]])[] {
  switch (expression.kind) {
    case 'literal':
      return [];
    case 'path':
      return [expression.path];
    case 'list':
      return expression.items.flatMap(pathsIn);
    case 'binary':
      return [expression.left, expression.right].flatMap(pathsIn);
    case 'in':
      return [expression.value, expression.list].flatMap(pathsIn);
    case 'isNull':
    case 'not':
      return pathsIn(expression.value);
    case 'call':
      return expression.arguments.flatMap(pathsIn);
  }
}
