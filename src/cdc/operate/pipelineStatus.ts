import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { SpecqlCdcError } from '../../error.js';
import type { Settings } from '../config/transforms.js';
import type { ConfigError } from '../connect/answers.js';
import type { ConnectClient } from '../connect/connectClient.js';
import { needsOf, requireSettings } from './connectorFile.js';
import { databaseState, type DatabaseState } from './databaseState.js';
import { findings, type Finding, type PipelineState } from './findings.js';

/** How a pipeline does. */
export interface PipelineStatus {
  connector: PipelineState['connector'];
  database: DatabaseState;
  findings: Finding[];
}

/** A connector that runs and does not read its slot is watched for 5 seconds before that is reported. */
const maxTries = 11;
const retryMs = 500;

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
  for (let tries = 1; ; tries += 1) {
    const { connector, config } = await connectorState(connect, name);
    const needs = needsOf(config ?? usual);
    const database = await databaseState(client, needs);
    const idles = config !== undefined && begins(connector) && database.slot?.active === false;
    if (idles && tries < maxTries) {
      await sleep(retryMs);
      continue;
    }
    const complaints = idles ? await complaintsOf(connect, name, config) : [];
    return { connector, database, findings: findings({ name, needs, connector, complaints, database }) };
  }
}

/** Whether it may be about to read the slot: its task is said to run before it does, and lets go of the slot once more on its way. */
const begins = (connector: PipelineState['connector']) =>
  connector !== null &&
  'tasks' in connector &&
  [connector.connector, ...connector.tasks].every(({ state }) => !['FAILED', 'PAUSED', 'STOPPED'].includes(state));

/** Debezium tries again for ever, in silence; asked to check the settings it says why. */
async function complaintsOf(connect: ConnectClient, name: string, config: Settings): Promise<ConfigError[]> {
  try {
    return await connect.validate(name, config);
  } catch (error) {
    if (!(error instanceof SpecqlCdcError)) throw error;
    return [];
  }
}

async function connectorState(
  connect: ConnectClient,
  name: string,
): Promise<{ connector: PipelineState['connector']; config?: Settings | undefined }> {
  try {
    await connect.requireConnect();
    const answer = await connect.config(name);
    const config = answer && requireSettings(answer, `connector ${name} of Kafka Connect`);
    const status = config && (await connect.status(name));
    return { connector: status ?? null, config };
  } catch (error) {
    if (!(error instanceof SpecqlCdcError)) throw error;
    return { connector: { unreachable: error.message, hint: error.hint } };
  }
}
