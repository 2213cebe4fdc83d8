/** What every event has, under the names of the columns that `app.fetch_events` returns. */
export interface EventRow {
  /** Number of the event in its log, as digits; names the event in the database. */
  event_id: string;
  /** Unique id of the event, by which a handler recognises a repetition. */
  id: string;
  event_version: number;
  aggregate_type: string;
  aggregate_id: string;
  /** Only events of `mutation_events` have one. */
  operation: 'CREATE' | 'UPDATE' | 'DELETE' | null;
  metadata: unknown;
  tenant_id: string | null;
  /** Events with the same key are in order. */
  partition_key: string;
  /** Start of the transaction that wrote it. */
  created_at: Date;
  transaction_id: string;
  trace_id: string | null;
  correlation_id: string | null;
  causation_id: string | null;
  /** How many times it is delivered, this time included. */
  deliveries: number;
}

/**
 * An event as a handler gets it: one member for each type, so that testing `event_type` tells the type of `payload`.
 *
 * @typeParam Events - the payload of each event type; the database does not check it
 */
export type DeliveredEvent<Events extends object = Record<string, unknown>> = {
  [Type in keyof Events & string]: EventRow & { event_type: Type; payload: Events[Type] };
}[keyof Events & string];
