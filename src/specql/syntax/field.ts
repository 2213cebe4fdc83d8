import type { Position } from './position.js';

/** Scalars of SpecQL. */
export const scalarNames = [
  'text',
  'integer',
  'bigint',
  'decimal',
  'float',
  'boolean',
  'uuid',
  'date',
  'datetime',
  'time',
  'json',
  'money',
  'email',
  'url',
  'phone',
  'slug',
] as const;

export type ScalarName = (typeof scalarNames)[number];

export type FieldType =
  | { readonly kind: 'scalar'; readonly scalar: ScalarName }
  | { readonly kind: 'enum'; readonly values: readonly string[] }
  | { readonly kind: 'ref'; readonly schema: string; readonly entity: string; readonly position?: Position }
  | { readonly kind: 'list'; readonly of: FieldType };

/** One field, as in `status: enum(draft, published)! = draft`. */
export interface Field {
  /** snake_case; a reference's column is `fk_<name>`. */
  readonly name: string;
  readonly type: FieldType;
  readonly required: boolean;
  /** A literal of the field's type, or absent. */
  readonly default?: Literal;
  readonly unique: boolean;
  readonly description?: string;
  readonly position: Position;
}

export type Literal = string | number | boolean | null | readonly Literal[] | { readonly [key: string]: Literal };
