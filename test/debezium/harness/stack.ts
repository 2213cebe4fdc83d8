import { mkdtemp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import type { PostgresServer } from '../../harness/server.js';
import { startServer } from '../../harness/start.js';
import { watchdog } from '../../harness/watchdog.js';
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
  started ??= start();
  return started;
}

/** What is committed has to be there after a crash. */
const durable = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' };

async function start(): Promise<Stack> {
  const { libs, plugins } = await jars();
  const folder = await mkdtemp(path.join(os.tmpdir(), 'specql_cdc-kafka-'));
  watchdog(folder);
  const major = Number(process.env.SPECQL_DEBEZIUM_MAJOR ?? '18');
  const server = await startServer({ major, provider: 'embedded', settings: durable });
  const broker = await startBroker(libs, folder);
  return { server, broker, worker: await startWorker({ libs, plugins }, broker.bootstrap, folder) };
}
