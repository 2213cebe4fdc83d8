/** What a text of PostgreSQL cannot have: NUL, and halves of surrogate pairs. */
const unstorable = /[\0\p{Surrogate}]/gu;

/**
 * @param error - whatever a handler threw
 * @returns why, for `app.nack_event`: never empty, and storable, so that no error keeps its event from being counted as failed
 */
export function failureText(error: unknown): string {
  const text = message(error) || attempt(() => inner(error)) || attempt(() => (error as Error).name) || 'no message';
  return text.replace(unstorable, '\ufffd');
}

/** Getters and `toString` are the thrower's code, and may throw themselves. */
function attempt(text: () => unknown): string {
  try {
    const told = text();
    return typeof told === 'string' ? told : '';
  } catch {
    return '';
  }
}

const message = (error: unknown): string => attempt(() => (error instanceof Error ? error.message : String(error)));

/** As of several addresses of one host, none of which answers. One level only: errors may hold each other. */
const inner = (error: unknown): unknown =>
  error instanceof AggregateError && error.errors.map(message).filter(Boolean).join('; ');
