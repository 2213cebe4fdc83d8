import type pg from 'pg';
import { SpecqlCdcError } from '../../error.js';
import type { Settings } from '../config/transforms.js';
import type { ConnectClient } from '../connect/connectClient.js';
import { needsOf } from './connectorFile.js';
import { databaseState, type DatabaseState } from './databaseState.js';
import { findings, type Finding, type PipelineState } from './findings.js';

/** How a pipeline does. */
export interface PipelineStatus {
  connector: PipelineState['connector'];
  database: DatabaseState;
  findings: Finding[];
}

/**
 * Looks at everything between the outbox and Kafka.
 *
 * @param client - in the database that is streamed
 * @param connect - Kafka Connect; when it does not answer, that is one of the findings
 * @param name - of the connector
 * @param usual - settings of the connector to look by when Kafka Connect has none
 * @returns what was found
 */
export async function pipelineStatus(
  client: pg.ClientBase,
  connect: ConnectClient,
  name: string,
  usual: Settings,
): Promise<PipelineStatus> {
  const { connector, config } = await connectorState(connect, name);
  const needs = needsOf(config ?? usual);
  const database = await databaseState(client, needs);
  return { connector, database, findings: findings({ name, needs, connector, database }) };
}

async function connectorState(
  connect: ConnectClient,
  name: string,
): Promise<{ connector: PipelineState['connector']; config?: Settings | undefined }> {
  try {
    await connect.requireConnect();
    const config = await connect.config(name);
    const status = config && (await connect.status(name));
    return { connector: status ?? null, config };
  } catch (error) {
    if (!(error instanceof SpecqlCdcError)) throw error;
    return { connector: { unreachable: error.message, hint: error.hint } };
  }
}
