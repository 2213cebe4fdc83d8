import { setTimeout as sleep } from 'node:timers/promises';
import { SpecqlCdcError } from '../../error.js';
import type { ConnectorStatus } from '../connect/answers.js';
import type { ConnectClient } from '../connect/connectClient.js';
import { causes, remedyFor } from '../connect/remedies.js';

/** Two minutes in all: a worker that joins takes some seconds to be assigned its tasks, and more on a busy machine. */
const maxTries = 240;
const retryMs = 500;

/**
 * Waits until a connector and its task run.
 *
 * @param connect - Kafka Connect
 * @param name - of the connector
 * @throws SpecqlCdcError when one of them fails, or neither happens
 */
export async function untilRunning(connect: ConnectClient, name: string): Promise<void> {
  for (let tries = 1; tries <= maxTries; tries += 1) {
    const status = await connect.status(name);
    if (runs(status)) return;
    const parts = status ? [status.connector, ...status.tasks] : [];
    const failed = parts.find(({ state }) => state === 'FAILED');
    if (failed) {
      const reason = causes(failed.trace ?? '');
      throw new SpecqlCdcError(`connector ${name} failed: ${reason}`, remedyFor(failed.trace ?? ''));
    }
    await sleep(retryMs);
  }
  throw new SpecqlCdcError(`connector ${name} does not start`, 'Look: specql-cdc cdc status.');
}

/**
 * @param status - of a connector
 * @returns whether it and its task run
 */
export const runs = (status: ConnectorStatus | undefined): boolean =>
  status !== undefined &&
  status.tasks.length > 0 &&
  [status.connector, ...status.tasks].every(({ state }) => state === 'RUNNING');
