/** An event as Debezium sends it: the headers that this example uses, and the payload. */
export interface Event {
  id: string;
  type: string;
  aggregateId: string;
  payload: unknown;
}

/**
 * @param headers - of the message
 * @param value - of the message, the payload as JSON
 * @returns the event
 * @throws Error if a header is missing, SyntaxError if the value is no JSON
 */
export function eventOf(headers: ReadonlyMap<string, string | null>, value: string): Event {
  const header = (name: string): string => {
    const text = headers.get(name);
    if (text == null) throw new Error(`the message has no header ${name}`);
    return text;
  };
  return {
    id: header('id'),
    type: header('event_type'),
    aggregateId: header('aggregate_id'),
    payload: JSON.parse(value) as unknown,
  };
}
