import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Admin } from '@platformatic/kafka';
import { runJava, type JavaProgram } from './javaProcess.js';
import { freePorts } from './ports.js';
import { properties } from './properties.js';
import { untilAnswering } from './untilAnswering.js';

/** A Kafka broker of one node, its own controller. */
export interface Broker {
  readonly bootstrap: string;
  /** Ends it by a signal; its data stays. */
  kill(): Promise<void>;
  /** Starts it again, on the same port with the same data. */
  restart(): Promise<void>;
}

/** 16 bytes, as Kafka wants them; a random one begins with a dash now and then, and is taken for an option. */
const clusterId = Buffer.from('specql_cdc tests').toString('base64url');

/**
 * @param java - class path, and whether it runs for long
 * @param parent - where it may make a folder
 * @returns the broker, answering
 */
export async function startBroker(java: Pick<JavaProgram, 'libs' | 'lasting'>, parent: string): Promise<Broker> {
  const folder = path.join(parent, 'kafka');
  await mkdir(folder);
  const [port = 0, controller = 0] = await freePorts(2);
  await writeFile(path.join(folder, 'server.properties'), properties(settings(port, controller, folder)));
  const common = { ...java, folder };
  await runJava({
    ...common,
    main: 'kafka.tools.StorageTool',
    args: ['format', '-t', clusterId, '-c', 'server.properties'],
  });
  const program: JavaProgram = { ...common, main: 'kafka.Kafka', args: ['server.properties'] };
  const bootstrap = `127.0.0.1:${port}`;
  const start = () => untilAnswering(program, () => listsTopics(bootstrap));
  let broker = await start();
  return {
    bootstrap,
    kill: () => broker.end('SIGKILL'),
    async restart() {
      broker = await start();
    },
  };
}

const settings = (port: number, controller: number, folder: string) => ({
  'process.roles': 'broker,controller',
  'node.id': '1',
  'controller.quorum.voters': `1@127.0.0.1:${controller}`,
  'controller.listener.names': 'CONTROLLER',
  listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller}`,
  'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
  'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
  'log.dirs': path.join(folder, 'data'),
  'num.partitions': '3',
  'offsets.topic.replication.factor': '1',
  'offsets.topic.num.partitions': '1',
  'transaction.state.log.replication.factor': '1',
  'transaction.state.log.num.partitions': '1',
  'transaction.state.log.min.isr': '1',
  'group.initial.rebalance.delay.ms': '0',
  // What was killed is missed sooner, and may come back sooner: its successor waits until then.
  'group.min.session.timeout.ms': '1000',
  'broker.session.timeout.ms': '2000',
  'broker.heartbeat.interval.ms': '500',
  'transaction.abort.timed.out.transaction.cleanup.interval.ms': '1000',
});

async function listsTopics(bootstrap: string): Promise<boolean> {
  const admin = new Admin({ clientId: 'harness', bootstrapBrokers: [bootstrap], retries: 0, timeout: 10_000 });
  try {
    await admin.listTopics();
    return true;
  } finally {
    await admin.close().catch(() => undefined);
  }
}
