import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { expect, test } from 'vitest';
import { Consumer } from '../../../../src/consumer/consumer.js';
import { column } from '../../../harness/query.js';
import { createTestDatabase } from '../../../../build/server/databases.js';
import { startServer } from '../../../../build/server/start.js';
import { until } from '../../../harness/until.js';
import { n, writeEvents } from '../consumers.js';

/** Writes events of a key, one transaction after another, whenever the server is there; stopped when the signal comes. */
async function write(url: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const sql = new pg.Client(url);
    sql.on('error', () => undefined);
    try {
      await sql.connect();
      await writeEvents(sql, 3);
      await sql.end();
    } catch {
      await sleep(20);
    }
  }
}

test('consumers go on after the whole server was restarted, and after it crashed; nothing is lost', async () => {
  const server = await startServer({ major: 18, provider: 'embedded', settings: { synchronous_commit: 'on' } });
  try {
    const { url } = await createTestDatabase(server);
    const sql = new pg.Client(url);
    sql.on('error', () => undefined);
    await sql.connect();
    await sql.query(`select app.create_consumer('mailer', p_shards => 2, p_lease => '1 second')`);
    const stop = new AbortController();
    const writing = write(url, stop.signal);
    const handled = new Set<string>();
    /** Of each key, in the order in which they first came. */
    const order = new Map<string, number[]>();
    const waits: number[] = [];
    const consumers = [1, 2].map(
      () =>
        new Consumer({
          ...{ connectionString: url, consumer: 'mailer', batchSize: 10, pollIntervalMs: 100 },
          onConnectionLost: (_, delayMs) => waits.push(delayMs),
        }),
    );
    const runs = consumers.map((consumer) =>
      consumer.run(async (event) => {
        await sleep(1);
        if (handled.has(event.id)) return;
        handled.add(event.id);
        order.set(event.partition_key, [...(order.get(event.partition_key) ?? []), n(event)]);
      }),
    );
    for (const crash of [false, true, false]) {
      const before = handled.size;
      await until(() => handled.size > before + 20);
      if (crash) await server.kill('SIGKILL');
      await server.restart();
    }
    const before = handled.size;
    await until(() => handled.size > before + 20);
    stop.abort();
    await writing;

    const left = new pg.Client(url);
    await left.connect();
    const written = await column(left, 'select id from app.outbox order by event_id');
    await until(() => handled.size === written.length);
    expect(handled).toEqual(new Set(written));
    for (const numbers of order.values()) expect(numbers).toEqual([1, 2, 3]);
    await Promise.all(consumers.map((consumer) => consumer.close()));
    await Promise.all(runs);
    expect(await column(left, 'select sum(events_behind) from app.v_consumer_lag')).toEqual(['0']);
    // They do not come back in step.
    expect(new Set(waits).size).toBeGreaterThan(1);
    await left.end();
  } finally {
    await server.stop();
  }
});
