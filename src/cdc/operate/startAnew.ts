import type { Settings } from '../config/transforms.js';
import type { ConnectClient } from '../connect/connectClient.js';
import { stopTasks } from './stopTasks.js';
import { untilRunning } from './untilRunning.js';

/**
 * Has a connector begin again where it was, stopped, paused, failed or running. Kafka Connect restarts by itself when it is given settings, but goes on
 * telling of the task before for a moment, as if that were the new one: so there is none in between.
 *
 * @param connect - Kafka Connect
 * @param name - of the connector
 * @param settings - which it gets; those it has when none are given
 * @throws SpecqlCdcError when there is no such connector, it fails, or does not start
 */
export async function startAnew(connect: ConnectClient, name: string, settings?: Settings): Promise<void> {
  await stopTasks(connect, name);
  // A connector that failed before it had a task cannot be resumed.
  if (settings === undefined) await connect.restart(name);
  else await connect.configure(name, settings);
  await connect.act(name, 'resume');
  await untilRunning(connect, name);
}
