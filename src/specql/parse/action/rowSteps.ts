import type { Assignment } from '../../syntax/action.js';
import { snakeCase } from '../../letterCase.js';
import type { Expression } from '../../syntax/expression.js';
import { nameForms } from '../../words/nameForms.js';
import { readStatement, type Statement } from '../expression/readStatement.js';
import type { Mapping } from '../yaml/mapping.js';
import { assignmentsAt, expressionAt } from './expressionAt.js';
import type { StepReader } from './stepReader.js';

/** `insert: Post`, or `insert: Post SET title = input.title`. */
export const insert: StepReader = (mapping, { schema }) => {
  const statement = statementAt(mapping, 'insert', schema);
  const as = mapping.name('as', nameForms.row);
  if (statement === undefined) return undefined;
  const { entity } = statement;
  const set = setOf(mapping, statement);
  return { kind: 'insert', entity, set, ...(as !== undefined && { as }), position: mapping.position };
};

/** `update: Post SET status = 'published' WHERE id = input.id`. */
export const update: StepReader = (mapping, { schema }) => {
  const statement = statementAt(mapping, 'update', schema);
  if (statement === undefined) return undefined;
  const set = setOf(mapping, statement);
  return { kind: 'update', entity: statement.entity, set, ...whereOf(mapping, statement), position: mapping.position };
};

/** `delete: Post WHERE id = input.id`. */
export const remove: StepReader = (mapping, { schema }) => {
  const statement = statementAt(mapping, 'delete', schema);
  const hard = mapping.switch('hard') ?? false;
  if (statement === undefined) return undefined;
  return { kind: 'delete', entity: statement.entity, ...whereOf(mapping, statement), hard, position: mapping.position };
};

/** `find: Post WHERE id = input.post_id`. */
export const find: StepReader = (mapping, { schema }) => {
  const statement = statementAt(mapping, 'find', schema);
  const as = mapping.name('as', nameForms.row);
  const error = mapping.name('error', nameForms.error) ?? 'not_found';
  if (statement === undefined) return undefined;
  const { entity } = statement;
  const where = whereOf(mapping, statement);
  return { kind: 'find', entity, ...where, as: as ?? snakeCase(entity.entity), error, position: mapping.position };
};

/** `refresh_table_view: Post`. */
export const refreshTableView: StepReader = (mapping, { schema }) => {
  const statement = statementAt(mapping, 'refresh_table_view', schema);
  return statement && { kind: 'refreshTableView', entity: statement.entity, position: mapping.position };
};

const clauses = {
  insert: { set: true, where: false },
  update: { set: true, where: true },
  delete: { set: false, where: true },
  find: { set: false, where: true },
  refresh_table_view: { set: false, where: false },
};

function statementAt(mapping: Mapping, word: keyof typeof clauses, schema: string): Statement | undefined {
  const span = mapping.span(word, 'an entity, as in Post');
  return span && readStatement(span, schema, clauses[word], mapping.reading.problems);
}

/** SET stands in the statement or in a key of its own. */
function setOf(mapping: Mapping, { set }: Statement): readonly Assignment[] {
  const entry = mapping.entry('set');
  if (entry && set.length > 0) {
    mapping.reading.problems.add(entry.position, 'expected SET in the statement or as the key "set", found both');
  }
  return set.length > 0 ? set : assignmentsAt(mapping, 'set');
}

function whereOf(mapping: Mapping, { where }: Statement): { where?: Expression } {
  const entry = mapping.entry('where');
  if (entry && where) {
    mapping.reading.problems.add(entry.position, 'expected WHERE in the statement or as the key "where", found both');
  }
  const found = where ?? expressionAt(mapping, 'where');
  return found ? { where: found } : {};
}
