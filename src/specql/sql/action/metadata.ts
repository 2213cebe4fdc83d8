import type { CacheInvalidation, EntityImpact } from '../../syntax/action.js';
import { literal } from '../text/literal.js';
import { none, type Sql, sql } from '../text/sql.js';
import type { ActionState } from './actionState.js';

/** How a client forgets, in the words of the cascade document. */
const strategies = { REFETCH: 'REFETCH', EVICT: 'REMOVE', UPDATE: 'INVALIDATE' } as const;

/**
 * @param state - of an action
 * @returns whether its answer tells what changed
 */
export function hasImpact({ action, options }: Pick<ActionState, 'action' | 'options'>): boolean {
  return action.impact !== undefined || options.withImpacts;
}

/**
 * @param state - of an action
 * @returns the argument of `app.end_mutation`: the queries that clients should forget
 */
export function invalidations({ action }: Pick<ActionState, 'action'>): Sql {
  const declared = action.impact?.cacheInvalidations ?? [];
  return declared.length === 0 ? none : literal(JSON.stringify(declared.map(invalidation)));
}

/**
 * @param state - of an action
 * @returns `extra_metadata` of its answer
 */
export function extraMetadata(state: Pick<ActionState, 'action' | 'options'>): Sql {
  if (!hasImpact(state)) return sql`'{}'`;
  const { name, impact } = state.action;
  const declared = {
    mutation: name,
    ...(impact && { primary: declaration(impact.primary), sideEffects: impact.sideEffects.map(declaration) }),
  };
  return sql`
    jsonb_build_object(
      '_cascade', v_cascade,
      '_meta', ${literal(JSON.stringify(declared))}::jsonb || jsonb_build_object('mutationId', v_mutation_id))
  `;
}

function invalidation({ query, filter, strategy, reason }: CacheInvalidation): object {
  return {
    queryName: query,
    strategy: strategies[strategy],
    scope: filter ? 'EXACT' : 'PREFIX',
    ...(filter && { arguments: filter }),
    ...(reason !== undefined && { reason }),
  };
}

const declaration = ({ entity, operation, fields }: EntityImpact) => ({ entity: entity.entity, operation, fields });
