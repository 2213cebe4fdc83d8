import { mkdtemp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import type { PostgresServer } from '../server/server.js';
import { startServer } from '../server/start.js';
import { watchdog } from '../server/watchdog.js';
import { startBroker, type Broker } from './broker.js';
import { jars } from './jars.js';
import { startWorker, type Worker } from './worker.js';

/** PostgreSQL, Kafka and Kafka Connect, for all tests of a run, which take turns. */
export interface Stack {
  server: PostgresServer;
  broker: Broker;
  worker: Worker;
}

let started: Promise<Stack> | undefined;

/** @returns the stack, started at the first call; it ends with this process */
export function stack(): Promise<Stack> {
  started ??= startStack();
  return started;
}

/** What is committed has to be there after a crash. */
const durable = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' };

/** Memory for a load, and no checkpoint within it. */
const measuring = { shared_buffers: '512MB', max_wal_size: '8GB', checkpoint_timeout: '1h' };

/**
 * @param options - `measured`: made for a load of minutes, where the start may take longer
 * @returns a stack, which ends with this process
 */
export async function startStack({ measured = false } = {}): Promise<Stack> {
  const { libs, plugins } = await jars();
  const folder = await mkdtemp(path.join(os.tmpdir(), 'specql_cdc-kafka-'));
  watchdog(folder);
  const major = Number(process.env.SPECQL_KAFKA_MAJOR ?? '18');
  const settings = { ...durable, ...(measured && measuring) };
  const java = { libs, plugins, lasting: measured };
  const [server, broker] = await Promise.all([
    startServer({ major, provider: 'embedded', settings }),
    startBroker(java, folder),
  ]);
  return { server, broker, worker: await startWorker(java, broker.bootstrap, folder) };
}
