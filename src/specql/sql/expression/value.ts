import { type Sql, sql } from '../text/sql.js';
import type { SqlType } from '../text/sqlType.js';

/** An expression as SQL. */
export interface Value {
  readonly sql: Sql;
  /** Its SQL type; absent where the surroundings decide, as for `null` and texts in quotes. */
  readonly type?: SqlType;
  /** Whether it needs parentheses beside an operator. */
  readonly compound?: boolean;
}

/**
 * @param value - an operand
 * @returns it, in parentheses where an operator beside it could tear it apart
 */
export function operand({ sql: text, compound }: Value): Sql {
  return compound ? sql`(${text})` : text;
}
