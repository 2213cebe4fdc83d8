import type { CacheInvalidation, EntityImpact, Impact } from '../../syntax/action.js';
import { nameForms } from '../../words/nameForms.js';
import { cacheInvalidationKeys, entityImpactKeys, impactKeys } from '../../words/mappingKeys.js';
import { operations, strategies } from '../../words/impactWords.js';
import { Cursor } from '../text/cursor.js';
import { entityName } from '../text/entityName.js';
import { jsonAt } from '../yaml/json.js';
import { Mapping } from '../yaml/mapping.js';
import { spanAt } from '../yaml/node.js';

/**
 * Reads what an action declares to change.
 *
 * @param mapping - of the key `impact`
 * @param schema - of the acting entity
 */
export function readImpact(mapping: Mapping, schema: string): Impact | undefined {
  mapping.allow('an impact', impactKeys);
  mapping.require('primary', 'an impact');
  const entityMapping = 'a mapping, as in {entity: Post, operation: CREATE}';
  const primary = mapping.mapping('primary', entityMapping);
  const sideEffects = mapping.items('side_effects', 'a list').flatMap((located) => {
    const effect = Mapping.at(located, entityMapping);
    return (effect && entityImpact(effect, schema)) ?? [];
  });
  const cacheInvalidations = mapping.items('cache_invalidations', 'a list').flatMap((located) => {
    const invalidation = Mapping.at(located, 'a mapping, as in {query: posts, strategy: REFETCH}');
    return (invalidation && cacheInvalidation(invalidation)) ?? [];
  });
  const first = primary && entityImpact(primary, schema);
  return first && { primary: first, sideEffects, cacheInvalidations, position: mapping.position };
}

function entityImpact(mapping: Mapping, schema: string): EntityImpact | undefined {
  mapping.allow('an impact on an entity', entityImpactKeys);
  const complete =
    ['entity', 'operation'].filter((key) => !mapping.require(key, 'an impact on an entity')).length === 0;
  const span = mapping.span('entity', 'an entity, as in Post');
  const entity = span && mapping.reading.problems.attempt(() => entityName(new Cursor(span), schema));
  const operation = mapping.word('operation', operations);
  const fields = mapping
    .items('fields', 'a list of fields')
    .flatMap((located) => spanAt(located, 'a field')?.text ?? []);
  return complete && entity && operation ? { entity, operation, fields } : undefined;
}

function cacheInvalidation(mapping: Mapping): CacheInvalidation | undefined {
  mapping.allow('a cache invalidation', cacheInvalidationKeys);
  if (!mapping.require('query', 'a cache invalidation')) return undefined;
  const query = mapping.name('query', nameForms.query);
  const strategy = mapping.word('strategy', strategies) ?? 'REFETCH';
  const reason = mapping.text('reason');
  const locatedFilter = mapping.entry('filter')?.located;
  const filter = locatedFilter && Mapping.at(locatedFilter, 'a mapping') ? jsonAt(locatedFilter) : undefined;
  if (query === undefined) return undefined;
  return {
    query,
    ...(filter !== undefined && { filter: filter as Record<string, unknown> }),
    strategy,
    ...(reason !== undefined && { reason }),
    position: mapping.position,
  };
}
