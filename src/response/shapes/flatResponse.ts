import type { CascadeDocument } from '../../mutation/cascade.js';
import { outcomeOf, type MutationResultRow } from './mutationResultRow.js';

/** What `app.build_mutation_response` returns: the data stands beside success, code and message. */
export interface FlatResponse {
  readonly success: boolean;
  /** For programs, as in SUCCESS or NOT_FOUND. */
  readonly code: string;
  readonly message: string | null;
  readonly cascade?: CascadeDocument | null;
  readonly [data: string]: unknown;
}

/**
 * @param row - what a mutation function returned
 * @param entity - the name the entity gets in the response, as in `post`
 * @returns the same as a flat response, its names as in the database: `{success, code, message, id, updated_fields, post, cascade}`
 */
export function flatResponse(row: MutationResultRow, entity: string): FlatResponse {
  const { succeeded, code } = outcomeOf(row.status);
  const { id, updated_fields, object_data, message } = row;
  return {
    ...(succeeded && { [entity]: object_data, id, updated_fields, cascade: row.extra_metadata?._cascade ?? null }),
    success: succeeded,
    code: code.toUpperCase(),
    message,
  };
}
