import type { CascadeDocument } from '../../mutation/cascade.js';
import { errorClassOf, httpStatusOf, type ErrorClass } from './errorClass.js';
import { detailsOf, outcomeOf, type JsonObject, type MutationResultRow } from './mutationResultRow.js';

/** The thirteen-column composite that GraphQL servers of the same family read. */
export interface MutationResponse {
  readonly succeeded: boolean;
  /** Whether anything is different in the database. */
  readonly state_changed: boolean;
  /** Null for a success, and so are the status of HTTP and the details. */
  readonly error_class: ErrorClass | null;
  readonly status_detail: string | null;
  readonly http_status: number | null;
  readonly message: string | null;
  readonly entity_id: string | null;
  readonly entity_type: string | null;
  readonly entity: JsonObject | null;
  readonly updated_fields: readonly string[];
  readonly cascade: CascadeDocument | null;
  readonly error_detail: JsonObject | null;
  readonly metadata: JsonObject | null;
}

/**
 * @param row - what a mutation function returned
 * @param entityType - the type of its entity, as in `Post`
 * @returns the same in thirteen columns, in their order
 */
export function mutationResponse(row: MutationResultRow, entityType: string): MutationResponse {
  const { succeeded, code } = outcomeOf(row.status);
  const errorClass = succeeded ? null : errorClassOf(code);
  const cascade = row.extra_metadata?._cascade ?? null;
  return {
    succeeded,
    // Without a cascade there is only its word for it.
    state_changed: succeeded && (cascade === null || cascade.metadata.affectedCount > 0),
    error_class: errorClass,
    status_detail: code === 'success' ? null : code,
    http_status: errorClass && httpStatusOf(errorClass),
    message: row.message,
    entity_id: row.id,
    entity_type: entityType,
    entity: succeeded ? row.object_data : null,
    updated_fields: row.updated_fields ?? [],
    cascade: succeeded ? cascade : null,
    error_detail: succeeded ? null : detailsOf(row),
    metadata: succeeded ? detailsOf(row) : null,
  };
}
