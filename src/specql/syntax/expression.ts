import type { Position } from './position.js';

export type BinaryOperator =
  | 'and'
  | 'or'
  | '='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | '+'
  | '-'
  | '*'
  | '/'
  | '%'
  | '||'
  | 'like'
  | 'ilike'
  | 'matches';

/**
 * An expression of `validate`, `if`, `WHERE` and `SET`. It is a language of its own and never SQL text: what is written into SQL is
 * built from this tree. `input.x` is a key of the payload, a bare name a field of the entity at hand, `found.x` a field of the row that a
 * `find` step named `found`.
 */
export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null; readonly position: Position }
  | { readonly kind: 'list'; readonly items: readonly Expression[]; readonly position: Position }
  | { readonly kind: 'path'; readonly path: readonly [string, ...string[]]; readonly position: Position }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
      readonly position: Position;
    }
  | {
      readonly kind: 'in';
      readonly value: Expression;
      readonly list: Expression;
      readonly negated: boolean;
      readonly position: Position;
    }
  | { readonly kind: 'isNull'; readonly value: Expression; readonly negated: boolean; readonly position: Position }
  | { readonly kind: 'not'; readonly value: Expression; readonly position: Position }
  | {
      readonly kind: 'call';
      readonly name: FunctionName;
      readonly arguments: readonly Expression[];
      readonly position: Position;
    };

/** The functions an expression may call. */
export const functionNames = [
  'now',
  'today',
  'lower',
  'upper',
  'trim',
  'length',
  'coalesce',
  'abs',
  'round',
  'count',
  'exists',
  'user_id',
  'tenant_id',
] as const;

export type FunctionName = (typeof functionNames)[number];
