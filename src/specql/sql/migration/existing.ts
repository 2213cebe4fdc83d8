/** What a database holds already. */
export interface Existing {
  /** Whether there is a schema of this name. */
  schema(schema: string): boolean;
  /** Whether there is a table of this name. */
  table(schema: string, table: string): boolean;
  /** @returns the column's type, as `format_type` names it */
  column(schema: string, table: string, column: string): string | undefined;
  /** @returns the comment on the constraint, '' when it has none */
  constraint(schema: string, table: string, constraint: string): string | undefined;
  /** Whether there is an index of this name. */
  index(schema: string, index: string): boolean;
  /** Whether the table has rows. */
  rows(schema: string, table: string): boolean;
}

/** An empty database. */
export const nothingExists: Existing = {
  schema: () => false,
  table: () => false,
  column: () => undefined,
  constraint: () => undefined,
  index: () => false,
  rows: () => false,
};
