import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { writeOutboxEvent } from '../events/writers.js';

const clients = 10;

/** One event in a transaction of its own. */
export interface Write {
  readonly id: string;
  /** When it was asked for, and when the server said that it is done, as of `performance.now()`. */
  readonly start: number;
  readonly end: number;
}

/**
 * Writes events at a steady pace.
 *
 * @param url - where
 * @param events - how many
 * @param perSecond - how fast; slower when the server does not keep up
 * @returns the writes, in the order in which they ended
 */
export async function paced(url: string, events: number, perSecond: number): Promise<Write[]> {
  const done: Write[] = [];
  const pool = new pg.Pool({ connectionString: url, max: clients });
  const began = performance.now();
  const writes: Promise<unknown>[] = [];
  for (let event = 0; event < events; event += 1) {
    const ahead = began + (1000 * event) / perSecond - performance.now();
    if (ahead > 0) await pause(ahead);
    const start = performance.now();
    const write = pool.query<{ write_outbox_event: string }>(`select ${writeOutboxEvent}`);
    writes.push(
      write.then(({ rows }) => done.push({ id: rows[0]?.write_outbox_event ?? '', start, end: performance.now() })),
    );
  }
  await Promise.all(writes);
  await pool.end();
  return done;
}
