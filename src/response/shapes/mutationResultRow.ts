import type { CascadeDocument } from '../../mutation/cascade.js';

/** An object of JSON. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** A value of `app.mutation_result`, as a row or as JSON. */
export interface MutationResultRow {
  readonly id: string | null;
  readonly updated_fields: readonly string[] | null;
  /** `success`, or `failed:` and a code. */
  readonly status: string;
  readonly message: string | null;
  readonly object_data: JsonObject | null;
  readonly extra_metadata: (JsonObject & { readonly _cascade?: CascadeDocument | null }) | null;
}

/** What the status says. */
export interface Outcome {
  readonly succeeded: boolean;
  /** Behind the colon, else the whole. */
  readonly code: string;
}

/**
 * @param status - of a mutation result
 * @returns whether it succeeded, and its code
 */
export function outcomeOf(status: string): Outcome {
  const [kind = '', ...rest] = status.split(':');
  return { succeeded: kind !== 'failed', code: rest.join(':') || kind };
}

/**
 * @param row - a mutation result
 * @returns what it tells beside the cascade; null when that is nothing
 */
export function detailsOf({ extra_metadata }: MutationResultRow): JsonObject | null {
  const details = Object.entries(extra_metadata ?? {}).filter(([name]) => name !== '_cascade');
  return details.length > 0 ? Object.fromEntries(details) : null;
}
