import type { Effort } from './options.js';
import type { Stage } from './stage.js';
import { writeFast } from './writer.js';

/**
 * @param stage - where; nobody else writes on the server
 * @param together - events in one transaction
 * @param effort - how many events
 * @returns bytes of write-ahead log for each event
 */
export async function walVolume(stage: Stage, together: number, { counted }: Effort): Promise<number> {
  const { db } = stage.pipeline;
  // So that every run meets as many pages for the first time.
  await db.asAdmin('checkpoint');
  const start = await position(stage);
  await writeFast(stage.connections.slice(0, 1), stage.numbers(counted), together);
  return ((await position(stage)) - start) / counted;
}

async function position({ pipeline: { db } }: Stage): Promise<number> {
  const { rows } = await db.sql.query<{ bytes: number }>(
    `select (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::float8 as bytes`,
  );
  return rows[0]?.bytes ?? Number.NaN;
}
