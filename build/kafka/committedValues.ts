import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { untilTopics } from './messages.js';
import { jars } from './jars.js';
import { runJava } from './javaProcess.js';

/**
 * Reads what was committed by its Kafka transaction, with Kafka's own consumer: the one for Node lets records of an aborted transaction through when the
 * mark of its end comes in a later answer of the broker.
 *
 * @param bootstrap - the broker
 * @param topic - which has to exist within ten minutes
 * @param count - how many messages to wait for; ten minutes without one end the wait
 * @returns the values, one a line as they were written; in order within a partition
 */
export async function committedValues(bootstrap: string, topic: string, count: number): Promise<string[]> {
  await untilTopics(bootstrap, [topic]);
  const { libs } = await jars();
  const folder = await mkdtemp(path.join(os.tmpdir(), 'specql_cdc-committed-'));
  try {
    await runJava({
      libs,
      folder,
      main: 'org.apache.kafka.tools.consumer.ConsoleConsumer',
      args: [
        ...['--bootstrap-server', bootstrap, '--topic', topic, '--from-beginning'],
        ...['--isolation-level', 'read_committed', '--max-messages', String(count), '--timeout-ms', '600000'],
      ],
    });
    return (await readFile(path.join(folder, 'log'), 'utf8')).split('\n').filter((line) => line.startsWith('{'));
  } finally {
    await rm(folder, { recursive: true });
  }
}
