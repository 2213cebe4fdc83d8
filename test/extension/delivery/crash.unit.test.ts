import { readFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { expect, test } from 'vitest';
import { column } from '../../harness/query.js';
import { until } from '../../harness/until.js';
import { createTestDatabase } from '../../../build/server/databases.js';
import type { PostgresServer } from '../../../build/server/server.js';
import { startServer } from '../../../build/server/start.js';
import { ack, create, drain, expireLeases, fetch, numbers, write } from '../../harness/delivery.js';

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

/** Fills the write-ahead log, so that its recovery takes a while. */
const fill = 'create table filler as select from generate_series(1, 200000); drop table filler';

/** Fills the write-ahead log until the server dies. */
async function fillUntilDead(url: string, filled: () => void): Promise<void> {
  const sql = await connect(url);
  try {
    for (;;) {
      await sql.query(fill);
      filled();
    }
  } catch {
    await sql.end().catch(() => undefined);
  }
}

/** How often the server replayed its log, and how often it was ready, as it wrote itself. */
async function starts({ dataDirectory = '' }: PostgresServer): Promise<{ replays: number; ready: number }> {
  const log = await readFile(path.join(dataDirectory, '..', 'log'), 'utf8');
  const count = (words: string) => log.split(words).length - 1;
  return { replays: count('redo starts at'), ready: count('ready to accept connections') };
}

/** Starts a server that was killed, and kills it again while it replays its log; again and again until that was not too late. */
async function killInRecovery(server: PostgresServer, url: string): Promise<void> {
  for (;;) {
    const { replays, ready } = await starts(server);
    const restarted = server.restart().catch(() => undefined);
    await until(async () => (await starts(server)).replays > replays);
    const [pid] = (await readFile(path.join(server.dataDirectory ?? '', 'postmaster.pid'), 'utf8')).split('\n');
    process.kill(Number(pid), 'SIGKILL');
    await restarted;
    if ((await starts(server)).ready === ready) return;
    await server.restart();
    const sql = await connect(url);
    for (let times = 1; times <= 10; times++) await sql.query(fill);
    await server.kill('SIGKILL');
    await sql.end().catch(() => undefined);
  }
}

const rounds = 10;

test(
  'a server killed under load, and again in its recovery, loses no event and repeats none that was acknowledged',
  { timeout: 900_000 },
  async () => {
    const server = await startServer({
      major: 18,
      provider: 'embedded',
      // What the system was given to write outlives the server, so fsync, which takes long, is not needed.
      settings: { full_page_writes: 'on', synchronous_commit: 'on' },
    });
    try {
      const database = await createTestDatabase(server);
      const setUp = await connect(database.url);
      await create(setUp, 'mailer', { lease: '1 hour' });
      await setUp.end();
      const [committed, delivered, acknowledged] = [new Set<number>(), new Set<unknown>(), new Set<unknown>()];
      for (let round = 1; round <= rounds; round++) {
        const before = { committed: committed.size, acknowledged: acknowledged.size };
        const writers = [1, 2, 3].map((writer) =>
          writeUntilDead(database.url, (round * 10 + writer) * 100000, committed),
        );
        let fillings = 0;
        const filler = fillUntilDead(database.url, () => (fillings += 1));
        const consumers = [1, 2].map(() => consumeUntilDead(database.url, delivered, acknowledged));
        await until(
          () =>
            committed.size >= before.committed + 50 && acknowledged.size >= before.acknowledged + 20 && fillings >= 2,
        );
        await server.kill('SIGKILL');
        await Promise.all([...writers, filler]);
        expect((await Promise.all(consumers)).flat()).toEqual([]);
        if (round % 2 === 0) await killInRecovery(server, database.url);
        await server.restart();
        // The workers of the last round are gone with their batches.
        await expireLeases(database);
      }
      expect((await starts(server)).replays).toBeGreaterThanOrEqual(rounds + rounds / 2);

      const sql = await connect(database.url);
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
  },
);
