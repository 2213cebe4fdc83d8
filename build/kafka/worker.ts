import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Jars } from './jars.js';
import type { JavaProgram } from './javaProcess.js';
import { freePorts } from './ports.js';
import { properties } from './properties.js';
import { untilAnswering } from './untilAnswering.js';

/** A worker of Kafka Connect that has Debezium. */
export interface Worker {
  readonly url: string;
  /** Ends it: by SIGKILL, a crash, or by SIGTERM in order. */
  kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>;
  /**
   * Starts it again.
   *
   * @param changes - other settings
   */
  restart(changes?: Record<string, string>): Promise<void>;
  /** What it has logged. */
  log(): Promise<string>;
}

/** The role's password in the tests, which the worker finds in its environment. */
export const password = 'pass $word\'"\\';

/**
 * @param java - class path and plugins, and whether it runs for long
 * @param bootstrap - the broker
 * @param parent - where it may make a folder
 * @returns the worker, answering
 */
export async function startWorker(
  { plugins, ...java }: Jars & Pick<JavaProgram, 'lasting'>,
  bootstrap: string,
  parent: string,
): Promise<Worker> {
  const folder = path.join(parent, 'connect');
  await mkdir(folder);
  const [port = 0] = await freePorts(1);
  const url = `http://127.0.0.1:${port}`;
  const configure = (changes: Record<string, string> = {}) =>
    writeFile(path.join(folder, 'worker.properties'), properties({ ...settings(bootstrap, url, plugins), ...changes }));
  await configure();
  const program: JavaProgram = {
    ...java,
    folder,
    main: 'org.apache.kafka.connect.cli.ConnectDistributed',
    args: ['worker.properties'],
    env: { SPECQL_CDC_PASSWORD: password },
  };
  const start = () => untilAnswering(program, () => answers(url));
  let worker = await start();
  return {
    url,
    log: () => worker.log(),
    kill: (signal) => worker.end(signal),
    async restart(changes) {
      await configure(changes);
      worker = await start();
    },
  };
}

/** The settings that the generated stack gives its worker, with shorter times. */
const settings = (bootstrap: string, listener: string, plugins: string) => ({
  'bootstrap.servers': bootstrap,
  'group.id': 'specql-cdc',
  listeners: listener,
  'plugin.path': plugins,
  'plugin.discovery': 'service_load',
  'key.converter': 'org.apache.kafka.connect.json.JsonConverter',
  'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
  'config.storage.topic': 'connect_configs',
  'config.storage.replication.factor': '1',
  'offset.storage.topic': 'connect_offsets',
  'offset.storage.replication.factor': '1',
  'offset.storage.partitions': '1',
  'status.storage.topic': 'connect_status',
  'status.storage.replication.factor': '1',
  'status.storage.partitions': '1',
  'offset.flush.interval.ms': '1000',
  'config.providers': 'env',
  'config.providers.env.class': 'org.apache.kafka.common.config.provider.EnvVarConfigProvider',
  'config.providers.env.param.allowlist.pattern': 'SPECQL_CDC_PASSWORD',
  'scheduled.rebalance.max.delay.ms': '0',
  'session.timeout.ms': '3000',
  'heartbeat.interval.ms': '1000',
  // Of a transaction that a killed worker left open; those who read what is committed wait for it.
  'producer.transaction.timeout.ms': '10000',
});

const answers = async (url: string) => (await fetch(`${url}/connectors`, { signal: AbortSignal.timeout(10_000) })).ok;
