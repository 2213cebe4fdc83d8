import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Admin, Consumer } from '@platformatic/kafka';

/** A message as it is on the wire, in text. */
export interface Received {
  topic: string;
  partition: number;
  key: string | null;
  value: string | null;
  /** An absent value arrives as null. */
  headers: Record<string, string | null>;
}

const text = (data?: Buffer | null) => data?.toString() ?? null;
const decoded = { key: text, value: text, headerKey: text, headerValue: text };

/**
 * Reads topics from their beginning until there is enough.
 *
 * @param bootstrap - the broker
 * @param topics - which have to exist within ten minutes
 * @param enough - whether to stop, asked after each message
 * @param options - `patienceMs`: how long until what is there is all
 * @returns what was read; in order within a partition
 */
export async function readMessages(
  bootstrap: string,
  topics: string[],
  enough: (messages: Received[]) => boolean,
  { patienceMs = 300_000 }: { patienceMs?: number } = {},
): Promise<Received[]> {
  await untilTopics(bootstrap, topics);
  const consumer = new Consumer({
    clientId: 'harness',
    groupId: randomUUID(),
    bootstrapBrokers: [bootstrap],
    deserializers: decoded,
  });
  const received: Received[] = [];
  const stream = await consumer.consume({ topics, mode: 'earliest', autocommit: false, maxWaitTime: 200 });
  try {
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(resolve, patienceMs);
      stream.on('error', reject);
      stream.on('data', ({ topic, partition, key, value, headers }) => {
        const pairs = [...headers].map(([name, content]) => [name ?? '', content]);
        received.push({ topic, partition, key, value, headers: Object.fromEntries(pairs) as Received['headers'] });
        if (!enough(received)) return;
        clearTimeout(timer);
        resolve();
      });
    });
    return received;
  } finally {
    await stream.close();
    await consumer.close();
  }
}

/**
 * @param bootstrap - the broker
 * @param topics - what to wait for
 * @throws Error when one of them is not there within ten minutes
 */
export async function untilTopics(bootstrap: string, topics: string[]): Promise<void> {
  const admin = new Admin({ clientId: 'harness', bootstrapBrokers: [bootstrap] });
  try {
    for (const end = performance.now() + 600_000; performance.now() < end;) {
      const present = new Set(await admin.listTopics());
      if (topics.every((topic) => present.has(topic))) return;
      await sleep(200);
    }
    throw new Error(`no topic ${topics.join(', ')}`);
  } finally {
    await admin.close();
  }
}
