/** Why a mutation was refused, with the error code of GraphQL Cascade and the status of HTTP that say the same. */
const classes = {
  validation: { cascadeCode: 'VALIDATION_ERROR', httpStatus: 422 },
  not_found: { cascadeCode: 'NOT_FOUND', httpStatus: 404 },
  unauthorized: { cascadeCode: 'UNAUTHORIZED', httpStatus: 401 },
  forbidden: { cascadeCode: 'FORBIDDEN', httpStatus: 403 },
  conflict: { cascadeCode: 'CONFLICT', httpStatus: 409 },
  internal: { cascadeCode: 'INTERNAL_ERROR', httpStatus: 500 },
  transaction_failed: { cascadeCode: 'TRANSACTION_FAILED', httpStatus: 500 },
  timeout: { cascadeCode: 'TIMEOUT', httpStatus: 504 },
  rate_limited: { cascadeCode: 'RATE_LIMITED', httpStatus: 429 },
  service_unavailable: { cascadeCode: 'SERVICE_UNAVAILABLE', httpStatus: 503 },
} as const;

/** The classes of the thirteen-column mutation response. */
export type ErrorClass = keyof typeof classes;

/** The codes of GraphQL Cascade. */
export type CascadeErrorCode = (typeof classes)[ErrorClass]['cascadeCode'];

/** Endings of the codes that entities define, as in `author_not_found` and `email_taken`. */
const endings: readonly [RegExp, ErrorClass][] = [
  [/(^|_)(not_found|missing|gone)$/, 'not_found'],
  [/(^|_)(conflict|exists|taken|duplicate|stale)$/, 'conflict'],
  [/^unauthenticated$/, 'unauthorized'],
  [/^(internal_error|failed)$/, 'internal'],
];

/**
 * @param code - as in `failed:author_not_found` behind the colon, in whatever case
 * @returns its class; a code that tells of none is a rule of the entity that was broken: `validation`
 */
export function errorClassOf(code: string): ErrorClass {
  const name = code.toLowerCase();
  if (Object.hasOwn(classes, name)) return name as ErrorClass;
  return endings.find(([ending]) => ending.test(name))?.[1] ?? 'validation';
}

/**
 * @param errorClass - why it was refused
 * @returns the same for GraphQL Cascade
 */
export const cascadeCodeOf = (errorClass: ErrorClass): CascadeErrorCode => classes[errorClass].cascadeCode;

/**
 * @param errorClass - why it was refused
 * @returns the same for HTTP
 */
export const httpStatusOf = (errorClass: ErrorClass): number => classes[errorClass].httpStatus;
