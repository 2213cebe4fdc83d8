import { literal } from '../text/literal.js';
import { none, type Sql, sql } from '../text/sql.js';

/** The SQLSTATE by which an action refuses; its wrapper answers `failed:code` then. */
export const refusalState = 'SQ001';

/**
 * @param code - as in `not_found`, for programs
 * @param message - for people; a literal, or an expression built of what the caller may know
 * @param field - the key of the payload it is about
 * @returns the statement that refuses
 */
export function refusal(code: string, message: string | Sql, field?: string | Sql): Sql {
  const text = typeof message === 'string' ? literal(message) : message;
  const about = typeof field === 'string' ? literal(field) : field;
  const column = about ? sql`, column = ${about}` : none;
  return sql`raise exception using errcode = ${literal(refusalState)}, message = ${text}, detail = ${literal(code)}${column};`;
}

/**
 * @param code - as in `missing_title`
 * @returns it as words, for when no message was written
 */
export function wordsOf(code: string): string {
  const words = code.replaceAll('_', ' ').trim();
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}
