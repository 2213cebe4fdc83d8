import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Jars } from './jars.js';
import { startJava, type JavaProcess, type JavaProgram } from './javaProcess.js';
import { freePorts } from './ports.js';
import { properties } from './properties.js';

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
  const log = () => readFile(path.join(folder, 'log'), 'utf8');
  let worker = await answering(program, url, log);
  return {
    url,
    log,
    kill: (signal) => worker.end(signal),
    async restart(changes) {
      await configure(changes);
      worker = await answering(program, url, log);
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

async function answering(program: JavaProgram, url: string, log: () => Promise<string>): Promise<JavaProcess> {
  const started = await startJava(program);
  for (let tries = 1; tries <= 300; tries += 1) {
    const ready = await fetch(`${url}/connectors`).then(
      (response) => response.ok,
      () => false,
    );
    if (ready) return started;
    await sleep(200);
  }
  throw new Error(await log());
}
