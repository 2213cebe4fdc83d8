import { inferEventType } from '../../eventType.js';
import type { EventOptions } from '../../syntax/action.js';
import { expressionValue } from '../expression/expressionValue.js';
import { operand } from '../expression/value.js';
import type { Entity } from '../../syntax/entity.js';
import { privateFields } from '../table/tableColumns.js';
import { refuse } from '../refuse.js';
import { literal } from '../text/literal.js';
import { join, none, type Sql, sql } from '../text/sql.js';
import type { ActionState } from './actionState.js';

/**
 * @param state - of an action
 * @returns how it writes its event: as it says, else as the options of the run say; undefined for none
 */
export function cdcOf({
  entity,
  action,
  options,
}: Pick<ActionState, 'entity' | 'action' | 'options'>): EventOptions | undefined {
  if (action.cdc) return action.cdc.enabled ? action.cdc : undefined;
  if (!options.withCdc) return undefined;
  return {
    enabled: true,
    eventType: inferEventType(entity.name, action.name, action.impact?.primary.operation),
    includeCascade: true,
    includePayload: true,
    position: action.position,
  };
}

/**
 * @param state - of an action, its steps written
 * @returns what writes its event, in the same transaction; or nothing
 * @throws SpecqlCdcError when the event would be about nothing
 */
export function outboxEvent(state: ActionState): Sql {
  const cdc = cdcOf(state);
  if (!cdc) return none;
  const { row, entity, action } = state;
  if (!row) {
    // Asked for by an option of the run only: of actions about many rows there is no event.
    if (!action.cdc) return none;
    return refuse(
      cdc.position,
      `${action.name} has an event, but no ${entity.name} it would be about`,
      `Insert a ${entity.name}, or change the one that input.id names.`,
    );
  }
  const parameters = [
    literal(entity.name),
    sql`v_row.id`,
    literal(cdc.eventType),
    cdc.includePayload ? payload(entity) : sql`'{}'`,
    metadata(action.name, cdc),
    entity.tenant ? sql`v_tenant_id` : none,
    cdc.partitionKey
      ? sql`p_partition_key => nullif(${operand(expressionValue(cdc.partitionKey, state.scope()))}::text, '')`
      : none,
  ];
  return sql`
    if v_row.id is not null then
      perform app.write_outbox_event(
        ${join(parameters, ',\n')});
    end if;
  `;
}

function payload(entity: Entity): Sql {
  const apart = privateFields(entity);
  const without = apart.length === 0 ? none : sql` - array[${join(apart.map(literal), ', ')}]`;
  return sql`coalesce(v_document, '{}')${without}`;
}

function metadata(action: string, { includeCascade }: EventOptions): Sql {
  if (!includeCascade) return sql`jsonb_build_object('mutation', ${literal(action)})`;
  return sql`
    jsonb_build_object(
      'mutation', ${literal(action)},
      'cascade', v_cascade,
      'affectedEntities', (
        select coalesce(jsonb_agg(distinct e.entry -> '__typename'), '[]')
        from jsonb_array_elements((v_cascade -> 'updated') || (v_cascade -> 'deleted')) e (entry)))
  `;
}
