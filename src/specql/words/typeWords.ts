import type { FieldType } from '../syntax/field.js';

/** Words of other languages for the types of SpecQL, for advice. */
export const synonyms: ReadonlyMap<string, string> = new Map([
  ['string', 'text'],
  ['varchar', 'text'],
  ['char', 'text'],
  ['int', 'integer'],
  ['smallint', 'integer'],
  ['long', 'bigint'],
  ['number', 'decimal'],
  ['numeric', 'decimal'],
  ['double', 'float'],
  ['real', 'float'],
  ['bool', 'boolean'],
  ['timestamp', 'datetime'],
  ['timestamptz', 'datetime'],
  ['jsonb', 'json'],
  ['array', 'list'],
  ['reference', 'ref'],
  ['uri', 'url'],
]);

/** Types that take something in parentheses, and how. */
export const composedTypes: Readonly<Record<ComposedType, string>> = {
  enum: 'enum(draft, published)',
  ref: 'ref(User)',
  list: 'list(text)',
};

/** A type that takes something in parentheses. */
export type ComposedType = Exclude<FieldType['kind'], 'scalar'>;

/** @returns whether a word is such a type */
export const isComposedType = (word: string): word is ComposedType => Object.hasOwn(composedTypes, word);
