import pg from 'pg';
import { poolConfig } from '../../connection/poolConfig.js';
import { Doorbell } from './doorbell.js';
import type { LogName } from '../logName.js';
import type { ConsumerOptions } from '../consumerOptions.js';

const doorbells = new Map<string, Doorbell>();

/**
 * @param options - of a consumer
 * @param log - which it reads
 * @returns the doorbell of this process for all that connect alike; one of its own for a consumer that connects in a way that cannot be compared
 */
export function sharedDoorbell(options: ConsumerOptions, log: LogName): Doorbell {
  const key = connectionKey(options, log);
  if (key === undefined) return new Doorbell(poolConfig(options), log);
  let doorbell = doorbells.get(key);
  if (!doorbell) {
    doorbell = new Doorbell(poolConfig(options), log, () => doorbells.delete(key));
    doorbells.set(key, doorbell);
  }
  return doorbell;
}

/** Options that do not say how to connect. */
const otherOptions = new Set<string>([
  'consumer',
  'batchSize',
  'batchBytes',
  'shard',
  'worker',
  'doorbell',
  'pollIntervalMs',
  'onConnectionLost',
  'meter',
] satisfies (keyof ConsumerOptions)[]);

/** Equal for consumers of one log that connect to the same database as the same user in the same way; undefined where that cannot be told. */
function connectionKey(options: ConsumerOptions, log: string): string | undefined {
  const how = Object.entries(options).filter(([name]) => !otherOptions.has(name));
  if (how.some(([, value]) => typeof value === 'object' || typeof value === 'function')) return undefined;
  // What is not given comes from the environment.
  const { host, port, database, user } = new pg.Client(poolConfig(options));
  return JSON.stringify([log, host, port, database, user, how.sort()]);
}
