import { setTimeout as sleep } from 'node:timers/promises';
import { SpecqlCdcError } from '../../error.js';
import type { ConnectClient } from '../connect/connectClient.js';

/** A minute in all. Kafka Connect gives up a task that does not end after task.shutdown.graceful.timeout.ms, 5 seconds. */
const maxTries = 300;
const retryMs = 200;

/**
 * Stops a connector, and waits until Kafka Connect knows of no task of it: whatever it tells after that is of new ones.
 *
 * @param connect - Kafka Connect
 * @param name - of the connector
 * @throws SpecqlCdcError when there is no such connector, or a task is still there after a minute
 */
export async function stopTasks(connect: ConnectClient, name: string): Promise<void> {
  await connect.act(name, 'stop');
  for (let tries = 1; tries <= maxTries; tries += 1) {
    const status = await connect.status(name);
    if (!status || status.tasks.length === 0) return;
    await sleep(retryMs);
  }
  throw new SpecqlCdcError(`the task of connector ${name} does not end`, 'Look at the log of Kafka Connect.');
}
