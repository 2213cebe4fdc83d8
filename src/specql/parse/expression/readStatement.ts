import type { Problems } from '../../problems.js';
import type { Assignment, EntityName } from '../../syntax/action.js';
import type { Expression } from '../../syntax/expression.js';
import { Cursor } from '../text/cursor.js';
import { entityName } from '../text/entityName.js';
import type { Span } from '../yaml/span.js';
import { parseExpression } from './parseExpression.js';

/** What `Post SET status = 'published' WHERE id = input.id` says. */
export interface Statement {
  readonly entity: EntityName;
  readonly set: readonly Assignment[];
  readonly where?: Expression;
}

/** The clauses that a statement may have. */
export interface Clauses {
  readonly set: boolean;
  readonly where: boolean;
}

/**
 * @param span - an expression and nothing else
 * @param problems - gets what is wrong with it
 */
export function readExpression(span: Span, problems: Problems): Expression | undefined {
  return problems.attempt(() => {
    const cursor = new Cursor(span);
    const value = parseExpression(cursor);
    cursor.end('an operator or the end');
    return value;
  });
}

/**
 * @param span - an entity and its clauses
 * @param schema - of the acting entity
 * @param clauses - the ones it may have
 * @param problems - gets what is wrong with it
 */
export function readStatement(span: Span, schema: string, clauses: Clauses, problems: Problems): Statement | undefined {
  return problems.attempt(() => {
    const cursor = new Cursor(span);
    const entity = entityName(cursor, schema);
    const set = clauses.set && cursor.accepts('set') ? assignments(cursor) : [];
    const where = clauses.where && cursor.accepts('where') ? parseExpression(cursor) : undefined;
    cursor.end(leftOver(clauses, set.length > 0, where));
    return { entity, set, ...(where && { where }) };
  });
}

function leftOver(clauses: Clauses, set: boolean, where: Expression | undefined): string {
  if (where) return 'an operator or the end';
  if (set) return clauses.where ? 'an operator, ",", WHERE or the end' : 'an operator, "," or the end';
  const words = [clauses.set && 'SET', clauses.where && 'WHERE'].filter((word) => word !== false);
  return [...words, 'the end'].join(' or ');
}

function assignments(cursor: Cursor): Assignment[] {
  const set: Assignment[] = [];
  do {
    const { position } = cursor;
    const field = cursor.name('a field');
    cursor.expect('=');
    set.push({ field, value: parseExpression(cursor), position });
  } while (cursor.accepts(','));
  return set;
}
