import { onlyRow } from '../../connection/onlyRow.js';
import type { Queryable } from '../../connection/queryable.js';
import type { LogName } from '../logName.js';
import { payloadTypes } from '../connection/payloadTypes.js';
import { requireConsumer } from './requireConsumer.js';

/** A row of `app.v_dead_letters`: a dead letter of a consumer. A number that JavaScript would round is a string of its digits. */
export interface DeadLetter {
  consumer: string;
  log: LogName;
  event_id: string;
  id: string;
  event_type: string;
  aggregate_type: string;
  aggregate_id: string;
  partition_key: string;
  tenant_id: string | null;
  payload: unknown;
  metadata: unknown;
  created_at: Date;
  failures: number;
  deliveries: number;
  /** Message of the last failure; null when its workers never reported one. */
  last_error: string | null;
  dead_at: Date;
}

/**
 * @param client - client or pool
 * @param options - `consumer`: of this one, default: of all; `limit`: at most this many, default: 100
 * @returns dead letters, by consumer and `event_id`
 * @throws SpecqlCdcError for an unknown consumer
 */
export async function listDeadLetters(
  client: Queryable,
  { consumer, limit = 100 }: { consumer?: string | undefined; limit?: number } = {},
): Promise<DeadLetter[]> {
  const text = `select consumer, log, event_id, id, event_type, aggregate_type, aggregate_id, partition_key, tenant_id, payload, metadata,
      created_at, failures, deliveries, last_error, dead_at
    from app.v_dead_letters where consumer operator(pg_catalog.=) coalesce($1, consumer) order by consumer, event_id limit $2`;
  const { rows } = await client.query<DeadLetter>({ text, values: [consumer, limit], types: payloadTypes });
  if (consumer !== undefined && rows.length === 0) await requireConsumer(client, consumer);
  return rows;
}

/**
 * Delivers dead letters again, their failures counted from 0. Later events of their keys may have been delivered meanwhile.
 *
 * @param client - client or pool, as the owner of the extension or an administrator
 * @param consumer - its name
 * @param eventId - `event_id` of one dead letter; all of the consumer unless given
 * @returns how many are delivered again
 * @throws pg.DatabaseError 42704 for an unknown consumer, P0002 for an event that is no dead letter of it
 */
export async function replayDeadLetters(client: Queryable, consumer: string, eventId?: string): Promise<number> {
  return countOf(client, 'select app.replay_dead_letters($1, $2) as count', consumer, eventId);
}

/**
 * Removes dead letters for good.
 *
 * @param client - client or pool, as the owner of the extension or an administrator
 * @param consumer - its name
 * @param eventId - `event_id` of one dead letter; all of the consumer unless given
 * @returns how many are removed
 * @throws pg.DatabaseError 42704 for an unknown consumer, P0002 for an event that is no dead letter of it
 */
export async function purgeDeadLetters(client: Queryable, consumer: string, eventId?: string): Promise<number> {
  return countOf(client, 'select app.purge_dead_letters($1, $2) as count', consumer, eventId);
}

async function countOf(client: Queryable, text: string, consumer: string, eventId?: string): Promise<number> {
  return Number(onlyRow(await client.query<{ count: string }>(text, [consumer, eventId])).count);
}
