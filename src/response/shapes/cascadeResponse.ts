import type { CascadeDocument } from '../../mutation/cascade.js';
import { cascadeCodeOf, errorClassOf, type CascadeErrorCode, type ErrorClass } from './errorClass.js';
import type { FlatResponse } from './flatResponse.js';
import type { MutationResponse } from './mutationResponse.js';
import { detailsOf, outcomeOf, type JsonObject, type MutationResultRow } from './mutationResultRow.js';

/** Why a mutation failed, in the shape of GraphQL Cascade. */
export interface CascadeError {
  readonly message: string;
  readonly code: CascadeErrorCode;
  /** The code the entity itself uses, as in `author_not_found`. */
  readonly domainCode: string;
  readonly extensions?: JsonObject;
}

/** A cascade, or that of a mutation that changed nothing: it has no transaction to name. */
export type ResponseCascade = Omit<CascadeDocument, 'metadata'> & {
  readonly metadata: Omit<CascadeDocument['metadata'], 'transactionId'> & { readonly transactionId: string | null };
};

/** Everything a client has to know about a mutation, in the shape of GraphQL Cascade. */
export interface CascadeResponse {
  readonly success: boolean;
  readonly errors: readonly CascadeError[];
  readonly data: JsonObject | null;
  readonly cascade: ResponseCascade;
}

/**
 * @param row - what a mutation function returned
 * @returns the response; the names within the entities stay as they are
 */
export function cascadeResponse(row: MutationResultRow): CascadeResponse {
  const { succeeded, code } = outcomeOf(row.status);
  return succeeded
    ? success(row.object_data, row.extra_metadata?._cascade)
    : failure(errorClassOf(code), code, row.message, detailsOf(row));
}

/**
 * @param response - as `app.build_mutation_response` returns it; a key `cascade` is the cascade, all others are the data
 * @returns the response
 */
export function cascadeResponseOfFlat(response: FlatResponse): CascadeResponse {
  const { success: succeeded, code, message, cascade, ...data } = response;
  const given = Object.keys(data).length > 0 ? data : null;
  return succeeded ? success(given, cascade) : failure(errorClassOf(code), code, message, given);
}

/**
 * @param response - the thirteen columns
 * @returns the response
 */
export function cascadeResponseOfMutationResponse(response: MutationResponse): CascadeResponse {
  if (response.succeeded) return success(response.entity, response.cascade);
  const errorClass = response.error_class ?? 'internal';
  return failure(errorClass, response.status_detail ?? errorClass, response.message, response.error_detail);
}

function success(data: JsonObject | null, cascade: CascadeDocument | null | undefined): CascadeResponse {
  return { success: true, errors: [], data, cascade: cascade ?? nothing() };
}

function failure(
  errorClass: ErrorClass,
  domainCode: string,
  message: string | null,
  extensions: JsonObject | null,
): CascadeResponse {
  const error = { message: message ?? domainCode, code: cascadeCodeOf(errorClass), domainCode };
  return { success: false, errors: [{ ...error, ...(extensions && { extensions }) }], data: null, cascade: nothing() };
}

/** Of a mutation that changed nothing, or does not tell what. */
function nothing(): ResponseCascade {
  const metadata = { timestamp: new Date().toISOString(), transactionId: null, depth: 0, affectedCount: 0 };
  return { updated: [], deleted: [], invalidations: [], metadata };
}
