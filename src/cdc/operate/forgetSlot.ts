import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { ConnectClient } from '../connect/connectClient.js';
import { stopTasks } from './stopTasks.js';

/**
 * Stops a connector, forgets how far it came, and drops its slot. The slot's position and the connector's belong together: one without the other is
 * either a gap or a failure.
 *
 * @param client - in any database of the server
 * @param connect - Kafka Connect
 * @param name - of the connector; there may be none
 * @param slotName - of the slot; there may be none
 */
export async function forgetSlot(
  client: pg.ClientBase,
  connect: ConnectClient,
  name: string,
  slotName: string,
): Promise<void> {
  if ((await connect.config(name)) !== undefined) {
    await stopTasks(connect, name);
    await connect.forgetOffsets(name);
  }
  await dropSlot(client, slotName);
}

/** A minute in all. */
const maxTries = 300;
const retryMs = 200;

/** The server takes a moment to notice that a reader is gone. */
async function dropSlot(client: pg.ClientBase, slotName: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await client.query(
        'select pg_catalog.pg_drop_replication_slot(slot_name) from pg_catalog.pg_replication_slots where slot_name operator(pg_catalog.=) $1::pg_catalog.name',
        [slotName],
      );
      return;
    } catch (error) {
      const inUse = (error as { code?: string }).code === '55006';
      if (!inUse || tries === maxTries) throw error;
      await sleep(retryMs);
    }
  }
}
