import type { Assignment } from '../../syntax/action.js';
import type { Entity } from '../../syntax/entity.js';
import type { Expression } from '../../syntax/expression.js';
import type { Field } from '../../syntax/field.js';
import { pathsIn } from '../expression/pathsIn.js';
import { expressionValue } from '../expression/expressionValue.js';
import type { Row } from '../expression/sqlScope.js';
import { columnName, keyName } from '../../objectNames.js';
import { table } from '../relations.js';
import { refuse } from '../refuse.js';
import { valueType } from '../table/columnType.js';
import { ident } from '../text/ident.js';
import { literal } from '../text/literal.js';
import { join, none, type Sql, sql } from '../text/sql.js';
import { refusal } from './refusal.js';
import { type ActionState, isThere } from './actionState.js';

/** Values for columns, and what has to run before. */
export interface Assigned {
  readonly before: Sql;
  readonly columns: readonly { readonly column: Sql; readonly value: Sql }[];
}

/**
 * @param state - of the action
 * @param entity - whose columns
 * @param set - what is assigned; nothing: every field that the payload has
 * @param row - whose fields bare names are
 * @param absent - value of a field that the payload does not have
 * @returns the values
 * @throws SpecqlCdcError for an unknown field
 */
export function assigned(
  state: ActionState,
  entity: Entity,
  set: readonly Assignment[],
  row: Row | undefined,
  absent: (field: Field) => Sql,
): Assigned {
  const scope = state.scope(row);
  const parts =
    set.length > 0
      ? set.map(({ field: name, value: expression, position }) => {
          const field = entity.fields.find((candidate) => candidate.name === name);
          if (!field) return refuse(position, `${entity.name} has no field ${name}`, 'Assign one of its fields.');
          const text = expressionValue(expression, scope, valueType(field.type)).sql;
          return field.type.kind === 'ref' && usesRow(expression, row, state)
            ? { before: none, column: field, value: keyOf(state.model.entity(field.type, position), text) }
            : { ...keyed(state, field, text), column: field };
        })
      : entity.fields.map((field) => {
          const text = state.inputs.use(field.name, valueType(field.type), entity.position).sql;
          const one = keyed(state, field, text);
          const given = sql`case when p_payload ? ${literal(field.name)} then ${one.value} else ${absent(field)} end`;
          return { before: one.before, column: field, value: given };
        });
  return {
    before: join(
      parts.map(({ before }) => before),
      '\n',
    ),
    columns: parts.map(({ column, value: text }) => ({ column: ident(columnName(column)), value: text })),
  };
}

/** The id of a reference becomes the key of its row, which has to be there and of the same tenant. */
function keyed(state: ActionState, field: Field, id: Sql): { before: Sql; value: Sql } {
  if (field.type.kind !== 'ref') return { before: none, value: id };
  const target = state.model.entity(field.type, field.position);
  const key = state.variable(`v_fk_${field.name}`, sql`integer`);
  return {
    value: key,
    before: sql`
      ${key} := null;
      if ${id} is not null then
        select t.${ident(keyName(target))} into ${key} from ${table(target)} t
        where t.id = ${id} and ${isThere(target, sql`t`)}
        for key share;
        if not found then
          ${refusal('not_found', `${field.name}: there is no such ${target.name}.`, field.name)}
        end if;
      end if;
    `,
  };
}

/** In a statement over many rows each has its own. */
function keyOf(target: Entity, id: Sql): Sql {
  const there = isThere(target, sql`r`);
  return sql`(select r.${ident(keyName(target))} from ${table(target)} r where r.id = ${id} and ${there})`;
}

/** Whether an expression names fields of the rows of the statement itself. */
function usesRow(expression: Expression, row: Row | undefined, state: ActionState): boolean {
  return (
    row !== undefined &&
    row !== state.row &&
    pathsIn(expression).some(([first]) => first !== 'input' && !state.named.has(first))
  );
}
