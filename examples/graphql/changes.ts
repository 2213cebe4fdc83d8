import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { transformer } from './types.js';

/** A change as subscribers see it. */
export interface Change {
  readonly id: string;
  readonly eventType: string;
  readonly entityType: string;
  readonly entityId: string | null;
  readonly before: unknown;
  readonly after: unknown;
}

interface DeliveredChange {
  batch: string;
  id: string;
  event_type: string;
  entity_type: string;
  entity_id: string | null;
  before: string;
  after: string;
}

const consumer = 'graphql_example';

/** The images under the name of the entity, so that the type map finds them; as text, for the transformer. */
const fetchEvents = `select batch, id, event_type, aggregate_type as entity_type, aggregate_id as entity_id,
    json_build_object(aggregate_type, payload -> 'before')::text as before,
    json_build_object(aggregate_type, payload -> 'after')::text as after
  from app.fetch_events($1)`;

/**
 * Consumes the log of changes: each is handed out when its transaction has committed, in order, and acknowledged when it was passed on.
 *
 * @param client - a connection of its own, which sleeps until a writer rings
 * @param signal - ends it
 */
export async function* changes(client: pg.Client, signal: AbortSignal): AsyncGenerator<Change> {
  await client.query(`select app.create_consumer($1, 'mutation_events', 'latest')`, [consumer]);
  await client.query('listen specql_cdc_mutation_events');
  while (!signal.aborted) {
    const batch = await fetchOrSleep(client, signal);
    for (const event of batch) yield change(event);
    if (batch[0]) await client.query('select app.ack_events($1, $2)', [consumer, batch[0].batch]);
  }
}

async function fetchOrSleep(client: pg.Client, signal: AbortSignal): Promise<DeliveredChange[]> {
  const fetch = async () => (await client.query<DeliveredChange>(fetchEvents, [consumer])).rows;
  const batch = await fetch();
  if (batch.length > 0) return batch;
  // Listening begins before the last look, or an event between the two would be slept over.
  const rung = once(client, 'notification', { signal }).catch(() => undefined);
  const { rows } = await client.query<{ armed: boolean }>(`select app.arm_doorbell('mutation_events') as armed`);
  if (!rows[0]?.armed) {
    await pause(50);
    return [];
  }
  const missed = await fetch();
  if (missed.length === 0) await rung;
  if (!signal.aborted) await client.query(`select app.disarm_doorbell('mutation_events')`);
  return missed;
}

function change({ id, event_type, entity_type, entity_id, before, after }: DeliveredChange): Change {
  const image = (text: string) => Object.values(JSON.parse(transformer.transform(text)) as object)[0] as unknown;
  return {
    id,
    eventType: event_type,
    entityType: entity_type,
    entityId: entity_id,
    before: image(before),
    after: image(after),
  };
}
