import type pg from 'pg';
import format from 'pg-format';
import { SpecqlCdcError } from '../../error.js';
import type { ConnectClient } from '../connect/connectClient.js';
import { needsOf, requireSettings } from './connectorFile.js';
import { requireOwnObjects } from './ownObjects.js';
import { forgetSlot } from './forgetSlot.js';

/**
 * Removes a connector with its position, its slot and its publication. The role stays.
 *
 * @param client - in the database that is streamed
 * @param connect - Kafka Connect
 * @param name - of the connector
 * @throws SpecqlCdcError when there is no such connector, or its slot or publication is not of this kind
 */
export async function removePipeline(client: pg.ClientBase, connect: ConnectClient, name: string): Promise<void> {
  const config = await connect.config(name);
  if (config === undefined) {
    throw new SpecqlCdcError(
      `Kafka Connect at ${connect.url} has no connector ${name}`,
      'Name another one by --connector-name. A slot without a connector: select pg_catalog.pg_drop_replication_slot(slot_name).',
    );
  }
  const needs = needsOf(requireSettings(config, `connector ${name} of Kafka Connect`));
  const { slotName, publicationName } = needs;
  await requireOwnObjects(client, needs);
  await forgetSlot(client, connect, name, slotName);
  await connect.remove(name);
  await client.query(format('drop publication if exists %I', publicationName));
}
