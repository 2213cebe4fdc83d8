import pg from 'pg';
import { expect } from 'vitest';
import { complete, delivered, Progress, writeLoad } from './load.js';
import { committedValues } from '../../../../build/kafka/committedValues.js';
import { readMessages } from '../../../../build/kafka/messages.js';
import { test } from '../../../harness/kafka/fixture.js';
import type { Pipeline } from '../../../../build/kafka/pipeline.js';

const keysOf = (writer: number) => Array.from({ length: 20 }, (_, index) => `writer ${writer} key ${index}`);

const connecting =
  ({ db }: Pipeline) =>
  async () => {
    const client = new pg.Client(db.url);
    client.on('error', () => undefined);
    await client.connect();
    await client
      .query('create index if not exists load_payload on app.outbox using hash (event_payload)')
      .catch(() => undefined);
    return client;
  };

const topicOf = ({ prefix }: Pipeline) => `${prefix}.events.Load`;

const arrived = (pipeline: Pipeline, committed: Map<string, number>) =>
  readMessages(pipeline.stack.broker.bootstrap, [topicOf(pipeline)], complete(committed), {
    patienceMs: 600_000,
  });

/** Restarts the task if it fails, as it does when the server goes away while it starts. */
function supervise(pipeline: Pipeline): { end(): Promise<void> } {
  const watching = pipeline.cdc('status', '--watch', '--restart-failed', '--interval', '1');
  return {
    async end() {
      process.emit('SIGINT');
      for (const [restart] of (await watching).stdout.matchAll(/^.* restart .*$/gm)) console.log(restart);
    },
  };
}

test('40,000 events of four writers arrive, in order within each key', async ({ running }) => {
  const pipeline = await running();
  const writers = [0, 1, 2, 3].map((writer) =>
    writeLoad(connecting(pipeline), keysOf(writer), (written) => written >= 10_000),
  );
  const committed = new Map((await Promise.all(writers)).flatMap((counts) => [...counts]));
  const messages = await arrived(pipeline, committed);
  // A worker that stalls longer than its session may repeat: that costs nothing here, and each has come.
  const { missing, disordered } = delivered(committed, messages);
  expect({ missing, disordered }).toEqual({ missing: [], disordered: 0 });
});

test.for(['server', 'worker', 'broker'] as const)(
  'kill -9 of the %s under load, twice, loses nothing',
  async (victim, { running }) => {
    const pipeline = await running();
    const load = new Progress();
    const writers = [0, 1].map((writer) => writeLoad(connecting(pipeline), keysOf(writer), load.watch()));
    const supervisor = supervise(pipeline);
    for (let times = 0; times < 2; times += 1) {
      await load.goesOn();
      await pipeline.stack[victim].kill('SIGKILL');
      await pipeline.stack[victim].restart();
    }
    load.ending = true;
    const committed = new Map((await Promise.all(writers)).flatMap((counts) => [...counts]));
    const messages = await arrived(pipeline, committed).finally(() => supervisor.end());
    const { missing, repeated, disordered } = delivered(committed, messages);
    console.log(`kill -9 of the ${victim}: ${messages.length - repeated} events, ${repeated} repeated`);
    expect({ missing, disordered }).toEqual({ missing: [], disordered: 0 });
  },
);

test('exactly once: a killed worker repeats nothing to those who read what was committed', async ({
  running,
  pipeline,
}) => {
  const prepared = await pipeline('--exactly-once');
  await prepared.prepareDatabase();
  const refused = await prepared.cdc('deploy');
  expect(refused.stderr).toContain('exactly.once.source.support=enabled');
  const { worker } = prepared.stack;
  await worker.kill('SIGTERM');
  await worker.restart({ 'exactly.once.source.support': 'enabled' });
  try {
    const exact = await running('--exactly-once');
    const load = new Progress();
    const writer = writeLoad(connecting(exact), keysOf(0), load.watch());
    for (let times = 0; times < 2; times += 1) {
      await load.goesOn();
      await worker.kill('SIGKILL');
      await worker.restart({ 'exactly.once.source.support': 'enabled' });
    }
    load.ending = true;
    const committed = await writer;
    const count = [...committed.values()].reduce((sum, of) => sum + of, 0);
    const values = await committedValues(exact.stack.broker.bootstrap, topicOf(exact), count);
    expect(values).toHaveLength(count);
    expect(
      delivered(
        committed,
        values.map((value) => ({ value })),
      ),
    ).toEqual({ missing: [], repeated: 0, disordered: 0 });
  } finally {
    await worker.kill('SIGTERM');
    await worker.restart();
  }
});
