import type { CascadeDocument } from '../../../../src/mutation/cascade.js';
import type { MutationResultRow } from '../../../../src/response/shapes/mutationResultRow.js';

/** Id of the entity in the results. */
export const id = '0190a000-0000-7000-8000-000000000001';

/** What a mutation changed that created a post. */
export const cascade: CascadeDocument = {
  updated: [{ __typename: 'Post', id, operation: 'CREATED', entity: { id, title: 'Hello' } }],
  deleted: [{ __typename: 'Draft', id, operation: 'DELETED', deletedAt: '2026-01-01T00:00:00+00:00' }],
  invalidations: [{ queryName: 'posts', strategy: 'INVALIDATE', scope: 'PREFIX' }],
  metadata: { timestamp: '2026-01-01T00:00:00+00:00', transactionId: '744', depth: 2, affectedCount: 2 },
};

/** A result of `create_post`. */
export const success: MutationResultRow = {
  id,
  updated_fields: ['title'],
  status: 'success',
  message: 'Post created',
  object_data: { id, title: 'Hello' },
  extra_metadata: { _cascade: cascade, _meta: { source: 'create_post' } },
};

/**
 * @param status - as in `failed:not_found`
 * @returns a result with it
 */
export const failed = (status: string): MutationResultRow => ({
  id: null,
  updated_fields: null,
  status,
  message: null,
  object_data: null,
  extra_metadata: null,
});
