import { readFile } from 'node:fs/promises';
import process from 'node:process';
import { Producer, stringSerializers } from '@platformatic/kafka';
import { execa } from 'execa';
import { expect } from 'vitest';
import { rows } from '../../harness/query.js';
import { createTestDatabase } from '../../../build/server/databases.js';
import { until } from '../../harness/until.js';
import { test } from '../../harness/kafka/fixture.js';
import type { Received } from '../../../build/kafka/messages.js';
import type { Pipeline } from '../../../build/kafka/pipeline.js';

/** A Python that has kafka-python and psycopg; without one that consumer is left out. */
const { PYTHON: python = 'python3' } = process.env;
const { failed: noPython } = await execa(python, ['-c', 'import kafka, psycopg'], { reject: false });

const programs = {
  TypeScript: [process.execPath, '--import', 'tsx', 'examples/cdc/consumer/main.ts'],
  Python: [python, '-u', 'examples/cdc/microservice-consumer.py'],
};

const posts = ['0190d7f0-5a3c-7c3e-9d57-000000000001', '0190d7f0-5a3c-7c3e-9d57-000000000002'];

/** One event for each post. */
const write = async ({ db }: Pipeline, type: string) => {
  for (const post of posts) await db.sql.query(`select app.write_outbox_event('Post', $1, $2, '{}')`, [post, type]);
};

/** Sends messages as they came, which is what a killed worker does. */
async function sendAgain({ stack }: Pipeline, messages: Received[]): Promise<void> {
  const producer = new Producer({
    clientId: 'again',
    bootstrapBrokers: [stack.broker.bootstrap],
    serializers: stringSerializers,
  });
  await producer.send({
    messages: messages.map(({ topic, partition, key, value, headers }) => ({
      topic,
      partition,
      key: key ?? '',
      value: value ?? '',
      headers: Object.fromEntries(Object.entries(headers).filter(([, content]) => content !== null)) as Record<
        string,
        string
      >,
    })),
  });
  await producer.close();
}

for (const [language, [program = '', ...args]] of Object.entries(programs)) {
  test.skipIf(language === 'Python' && noPython)(
    `the ${language} consumer gives each event its effect once, though it comes again, and goes on where it stopped`,
    async ({ running }) => {
      const pipeline = await running();
      const feed = await createTestDatabase(pipeline.stack.server, { template: 'empty' });
      const sql = await feed.connect();
      await sql.query(await readFile('examples/cdc/consumer/schema.sql', 'utf8'));
      const env = {
        DATABASE_URL: feed.url,
        KAFKA: pipeline.stack.broker.bootstrap,
        TOPIC: `${pipeline.prefix}.events.Post`,
      };
      const start = () => execa(program, args, { env, all: true, reject: false });
      const state = () => rows(sql, 'select id, changes, last_event from feed.post order by id');
      const counted = (changes: number, last_event: string) => posts.map((id) => ({ id, changes, last_event }));
      const seen = async () => (await sql.query('select from feed.seen_event')).rowCount;

      await write(pipeline, 'PostCreated');
      const messages = await pipeline.events('Post', 2);
      const first = start();
      await until(async () => (await seen()) === 2);
      await sendAgain(pipeline, messages);
      await write(pipeline, 'PublishPost');
      await until(async () => (await seen()) === 4);
      first.kill('SIGTERM');
      expect(await first).toMatchObject({ exitCode: 0 });
      expect(await state()).toEqual(counted(2, 'PublishPost'));

      await write(pipeline, 'PostDeleted');
      const second = start();
      await until(async () => (await seen()) === 6);
      second.kill('SIGTERM');
      const { all } = await second;
      expect(await state()).toEqual(counted(3, 'PostDeleted'));
      if (language === 'TypeScript')
        expect(all.trimEnd().split('\n').sort()).toEqual(posts.map((post) => `PostDeleted ${post}`));
      await feed.drop();
    },
  );
}
