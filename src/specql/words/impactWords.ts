import type { CacheInvalidation, Operation } from '../syntax/action.js';

/** What an action does to an entity. */
export const operations: readonly Operation[] = ['CREATE', 'UPDATE', 'DELETE'];

/** What a client does with a query that an action made stale. */
export const strategies: readonly CacheInvalidation['strategy'][] = ['REFETCH', 'EVICT', 'UPDATE'];
