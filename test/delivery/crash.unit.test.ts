import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { expect, test } from 'vitest';
import { column } from '../context/ask.js';
import { createTestDatabase } from '../harness/databases.js';
import { startServer } from '../harness/start.js';
import { ack, create, drain, fetch, numbers, write } from './delivery.js';

/** Connects, with the errors of a killed server left to the queries. */
async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client(url);
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** Writes events with ever higher numbers until the server dies. */
async function writeUntilDead(url: string, first: number, committed: Set<number>): Promise<void> {
  const sql = await connect(url);
  try {
    for (let n = first; ; n++) {
      await write(sql, n, n % 7);
      committed.add(n);
    }
  } catch {
    await sql.end().catch(() => undefined);
  }
}

/** Consumes until the server dies. */
async function consumeUntilDead(url: string, delivered: Set<unknown>, acknowledged: Set<unknown>): Promise<unknown[]> {
  const sql = await connect(url);
  const repeated: unknown[] = [];
  try {
    for (;;) {
      const events = await fetch(sql, 'mailer', { limit: 20 });
      for (const n of numbers(events)) {
        if (acknowledged.has(n)) repeated.push(n);
        delivered.add(n);
      }
      if (events.length > 0 && (await ack(sql, 'mailer', events)) === 'acknowledged')
        for (const n of numbers(events)) acknowledged.add(n);
    }
  } catch {
    await sql.end().catch(() => undefined);
  }
  return repeated;
}

test('a server killed under load, and killed again, loses no event and repeats none that was acknowledged', async () => {
  const server = await startServer({
    major: 18,
    provider: 'embedded',
    settings: { fsync: 'on', full_page_writes: 'on', synchronous_commit: 'on' },
  });
  try {
    const database = await createTestDatabase(server);
    const setUp = await connect(database.url);
    await create(setUp, 'mailer', { lease: '100 milliseconds' });
    await setUp.end();
    const [committed, delivered, acknowledged] = [new Set<number>(), new Set<unknown>(), new Set<unknown>()];
    for (let round = 1; round <= 3; round++) {
      const writers = [1, 2, 3].map((writer) =>
        writeUntilDead(database.url, (round * 10 + writer) * 100000, committed),
      );
      const consumers = [1, 2].map(() => consumeUntilDead(database.url, delivered, acknowledged));
      await sleep(700);
      await server.kill('SIGKILL');
      await Promise.all(writers);
      expect((await Promise.all(consumers)).flat()).toEqual([]);
      await server.restart();
    }
    expect(acknowledged.size).toBeGreaterThan(100);

    const sql = await connect(database.url);
    await sleep(200);
    for (const n of numbers(await drain(sql, 'mailer'))) {
      expect(acknowledged).not.toContain(n);
      delivered.add(n);
    }
    expect([...committed].filter((n) => !delivered.has(n))).toEqual([]);
    const stored = new Set(await column(sql, `select (event_payload ->> 'n')::integer from app.outbox`));
    expect([...delivered].filter((n) => !stored.has(n))).toEqual([]);
    await sql.end();
  } finally {
    await server.stop();
  }
});
