import { Consumer } from '@platformatic/kafka';
import { eventOf, type Event } from './event.js';

/** What to read, and as whom. */
export interface Source {
  /** Brokers, as `host:port`. */
  brokers: string[];
  /** Consumers of one group share the partitions. */
  groupId: string;
  /** Has to exist. */
  topic: string;
}

const text = (data?: Buffer | null) => data?.toString() ?? null;
const decoded = { key: text, value: text, headerKey: text, headerValue: text };

/**
 * Reads a topic, one event after the other; an offset is committed only after its event was handled.
 *
 * @param source - what to read
 * @param handle - is given each event, some of them again
 * @param signal - ends it, after the event in hand
 * @throws what `handle` throws; that event comes again to the next who reads
 */
export async function consume(
  { brokers, groupId, topic }: Source,
  handle: (event: Event) => Promise<unknown>,
  signal: AbortSignal,
): Promise<void> {
  const consumer = new Consumer({
    clientId: groupId,
    groupId,
    bootstrapBrokers: brokers,
    deserializers: decoded,
  });
  try {
    const stream = await consumer.consume({
      topics: [topic],
      autocommit: false,
      mode: 'committed',
      fallbackMode: 'earliest',
    });
    const stop = () => void stream.close();
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    for await (const { partition, offset, headers, value } of stream) {
      if (signal.aborted) break;
      await handle(eventOf(headers as Map<string, string | null>, value ?? 'null'));
      await consumer.commit({ offsets: [{ topic, partition, offset: offset + 1n, leaderEpoch: -1 }] });
    }
  } finally {
    await new Promise<void>((resolve, reject) => {
      consumer.close(true, (error) => {
        if (error) reject(error);
        else resolve();
      });
    });
  }
}
