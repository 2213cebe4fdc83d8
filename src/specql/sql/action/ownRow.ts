import type { Entity } from '../../syntax/entity.js';
import { keyName } from '../../objectNames.js';
import { table } from '../relations.js';
import { ident } from '../text/ident.js';
import { none, type Sql, sql } from '../text/sql.js';
import { refusal } from './refusal.js';
import { ownFinds } from './steps/shape.js';
import { type ActionState, isThere } from './actionState.js';

/** Key of the payload that says which state of the row the client has seen. */
const expectedTime = 'expected_updated_at';

/**
 * Takes the row of the acting entity that `input.id` names, and locks it until the transaction ends.
 *
 * @param state - of the action
 * @returns the statements
 */
export function takeOwnRow(state: ActionState): Sql {
  const { entity, action, inputs } = state;
  state.row = state.rowVariable('v_row', entity);
  state.variable('v_before', table(entity));
  const error = ownFinds(entity, action.steps)[0]?.error ?? 'not_found';
  const id = inputs.use('id', 'uuid', action.position).sql;
  return sql`
    if ${id} is null then
      ${refusal('missing_input', 'id is missing.', 'id')}
    end if;
    select t.* into v_row from ${table(entity)} t
    where t.id = ${id} and ${isThere(entity, sql`t`)}
    for no key update;
    if not found then
      ${refusal(error, `There is no such ${entity.name}.`, 'id')}
    end if;
    ${unchangedSince(state)}
    v_before := v_row;
  `;
}

/**
 * @param state - of an action that may have a row at hand
 * @returns the statements that read the row anew, after something else may have changed it
 */
export function readOwnRowAgain(state: ActionState): Sql {
  const { row } = state;
  if (!row) return none;
  const now = state.rowVariable('v_row_now', row.entity).sql;
  return sql`
    select t.* into ${now} from ${table(row.entity)} t where ${isOwnRow(row.entity)};
    if found then
      v_row := ${now};
    end if;
  `;
}

/**
 * @param entity - acting
 * @returns the condition that `t` is the row at hand
 */
export function isOwnRow(entity: Entity): Sql {
  const key = ident(keyName(entity));
  return sql`t.${key} = v_row.${key}`;
}

function unchangedSince({ entity, action, inputs }: ActionState): Sql {
  if (entity.fields.some(({ name }) => name === expectedTime)) return none;
  const expected = inputs.use(expectedTime, 'timestamp with time zone', action.position).sql;
  return sql`
    if ${expected} <> v_row.updated_at then
      ${refusal('conflict', `The ${entity.name} was changed by someone else meanwhile.`, expectedTime)}
    end if;
  `;
}
