import { setTimeout as sleep } from 'node:timers/promises';
import { Consumer, GenericError } from '@platformatic/kafka';
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

/** A client that lost its broker may stay silent: after this time without an event it connects anew. */
const maxSilenceMs = 60_000;

/** How long until it tries again to reach a broker that is gone. */
const retryMs = 1000;

/**
 * Reads a topic, one event after the other; an offset is committed only after its event was handled. It rides out brokers that are gone.
 *
 * @param source - what to read
 * @param handle - is given each event, some of them again
 * @param signal - ends it, after the event in hand
 * @throws what `handle` throws; that event comes again to the next who reads
 */
export async function consume(
  source: Source,
  handle: (event: Event) => Promise<unknown>,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await read(source, handle, signal);
    } catch (error) {
      if (!GenericError.isGenericError(error as Error)) throw error;
      console.error(`Kafka: ${(error as Error).message}`);
      await sleep(retryMs, undefined, { signal }).catch(() => undefined);
    }
  }
}

/** Ends with the signal, or after silence. */
async function read(
  { brokers, groupId, topic }: Source,
  handle: (event: Event) => Promise<unknown>,
  signal: AbortSignal,
) {
  const consumer = new Consumer({
    clientId: groupId,
    groupId,
    bootstrapBrokers: brokers,
    deserializers: decoded,
    // One that could not leave is missed sooner, and its partitions are read again sooner.
    sessionTimeout: 10_000,
  });
  try {
    const stream = await consumer.consume({
      topics: [topic],
      autocommit: false,
      mode: 'committed',
      fallbackMode: 'earliest',
    });
    const stop = () => void stream.close();
    const silent = setTimeout(stop, maxSilenceMs);
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    try {
      for await (const { partition, offset, headers, value } of stream) {
        if (signal.aborted) break;
        await handle(eventOf(headers as Map<string, string | null>, value ?? 'null'));
        await consumer.commit({ offsets: [{ topic, partition, offset: offset + 1n, leaderEpoch: -1 }] });
        silent.refresh();
      }
    } finally {
      clearTimeout(silent);
      signal.removeEventListener('abort', stop);
    }
  } finally {
    // Without a broker it cannot leave its group; the group notices.
    await new Promise<void>((resolve) => {
      consumer.close(true, () => {
        resolve();
      });
    });
  }
}
