import type pg from 'pg';
import { value } from './query.js';

/** Parameters of `app.write_outbox_event` without their p_, or an element of a batch. */
export type Event = Record<string, unknown>;

/** The aggregate of `postCreated`. */
export const postId = '6f9619ff-8b86-4011-b42d-00cf4fc964ff';

/** An event with nothing but what is required. */
export const postCreated: Event = {
  aggregate_type: 'Post',
  aggregate_id: postId,
  event_type: 'PostCreated',
  event_payload: { title: 'Hello' },
};

/** Arguments of `app.log_cdc_event` without their p_, nothing but what is required. */
export const customerDeleted: Event = {
  event_type: 'CUSTOMER_DELETED',
  entity_type: 'customer',
  entity_id: postId,
  operation: 'DELETE',
  before: { name: 'Ann' },
};

/**
 * Writes an event, passing each parameter by name.
 *
 * @param sql - a connection
 * @param event - its parameters
 * @returns the id of the event
 */
export const write = (sql: pg.ClientBase, event: Event) =>
  call(sql, 'app.write_outbox_event', event) as Promise<string>;

/**
 * Writes events as a batch.
 *
 * @param sql - a connection
 * @param events - the array, or whatever shall be refused
 * @returns the ids in order
 */
export async function writeAll(sql: pg.ClientBase, events: unknown): Promise<string[]> {
  const text = 'select id from app.write_outbox_events($1) with ordinality w (id, position) order by position';
  return (await sql.query<{ id: string }>(text, [JSON.stringify(events)])).rows.map(({ id }) => id);
}

/**
 * Logs a change, passing each parameter by name.
 *
 * @param sql - a connection
 * @param event - its parameters
 */
export const log = (sql: pg.ClientBase, event: Event) => call(sql, 'app.log_cdc_event', event);

function call(sql: pg.ClientBase, name: string, parameters: Event): Promise<unknown> {
  const names = Object.keys(parameters).map((key, index) => `p_${key} => $${index + 1}`);
  const values = Object.values(parameters).map((item) =>
    typeof item === 'object' && item !== null ? JSON.stringify(item) : item,
  );
  return value(sql, `select ${name}(${names.join(', ')})`, values);
}

/**
 * @param call - what shall fail
 * @returns the error of the server, its parts under their protocol names
 * @throws Error when nothing fails
 */
export async function failure(call: Promise<unknown>): Promise<pg.DatabaseError> {
  try {
    await call;
  } catch (error) {
    return error as pg.DatabaseError;
  }
  throw new Error('nothing failed');
}
