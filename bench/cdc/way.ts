import { setTimeout as sleep } from 'node:timers/promises';
import type { CdcOptions } from '../../src/cdc/config/cdcOptions.js';
import type { Pipeline } from '../../build/kafka/pipeline.js';
import { eventType } from './writer.js';

/** One of the ways of streaming that are compared. */
export interface Way {
  name: string;
  /** Of the connector, and of the events. */
  mode: CdcOptions['mode'];
  /** Whether a consumer follows the slot, and app.maintain() runs each second; each minute would do. */
  followed: boolean;
}

/** What generate-config writes unless told otherwise. */
export const usual: Way = { name: 'table', mode: 'table', followed: false };

/** What is measured. */
export const ways: readonly Way[] = [
  usual,
  { name: 'table, a consumer follows the slot', mode: 'table', followed: true },
  { name: 'wal', mode: 'wal', followed: false },
];

/**
 * Sets a pipeline up for a way of streaming, and back.
 *
 * @param pipeline - its database is prepared
 * @param way - how events are to stream
 * @param work - done meanwhile
 * @returns what the work returned
 */
export async function inWay<Result>(pipeline: Pipeline, way: Way, work: () => Promise<Result>): Promise<Result> {
  const { db, prefix } = pipeline;
  await deployed(pipeline, way);
  await db.sql.query('select app.set_outbox_mode($1, $2)', [eventType, way.mode]);
  if (!way.followed) return await work();
  await db.sql.query(`select app.create_consumer('debezium', p_start => 'latest', p_slot => $1)`, [prefix]);
  const done = new AbortController();
  const maintained = maintain(pipeline, done.signal);
  try {
    return await work();
  } finally {
    done.abort();
    await maintained;
    await db.sql.query(`select app.drop_consumer('debezium')`);
  }
}

async function maintain({ db }: Pipeline, signal: AbortSignal): Promise<void> {
  const sql = await db.connect();
  while (!signal.aborted) {
    await sql.query('select * from app.maintain()');
    await sleep(1000, undefined, { signal }).catch(() => undefined);
  }
  await sql.end();
}

/**
 * @param pipeline - its database is prepared
 * @param way - how events are to stream; the connector runs so when this resolves
 */
export async function deployed({ cdc }: Pipeline, { mode }: Way): Promise<void> {
  for (const args of [['generate-config', '--force', '--mode', mode], ['deploy']] as const) {
    const { exitCode, stderr } = await cdc(...args);
    if (exitCode !== 0) throw new Error(stderr);
  }
}
