/** How a name of one sort is written. */
export interface NameForm {
  readonly pattern: RegExp;
  /** For behind "expected". */
  readonly expected: string;
}

/** The sorts of names in a SpecQL file. */
export const nameForms = {
  entity: { pattern: /^[A-Z][A-Za-z0-9]*$/, expected: 'a name in PascalCase, as in Post' },
  schema: { pattern: /^[a-z][a-z0-9_]*$/, expected: 'a schema in snake_case, as in blog' },
  field: { pattern: /^[a-z][a-z0-9_]*$/, expected: 'a field in snake_case, as in published_at' },
  action: { pattern: /^[a-z][a-z0-9_]*$/, expected: 'an action in snake_case, as in create_post' },
  row: { pattern: /^[a-z][a-z0-9_]*$/, expected: 'a name in snake_case, as in found' },
  error: { pattern: /^[a-z][a-z0-9_]*$/, expected: 'an error code in snake_case, as in missing_title' },
  eventType: { pattern: /^[A-Z][A-Za-z0-9]*$/, expected: 'an event type in PascalCase, as in PostCreated' },
  query: { pattern: /^[A-Za-z_][A-Za-z0-9_]*$/, expected: 'the name of a query, as in postsOfAuthor' },
  channel: { pattern: /^[A-Za-z_][A-Za-z0-9_]*$/, expected: 'a channel of letters, digits and _' },
} as const satisfies Record<string, NameForm>;
