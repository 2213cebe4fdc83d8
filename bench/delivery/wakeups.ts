import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { Bench, Contestant, Scenario } from '../bench.js';
import { openDatabase } from '../database.js';
import { writeOutboxEvent } from '../events/writers.js';
import { load } from '../load/load.js';
import { Notified, Poller, Sleeper, type Work } from './sleeper.js';

/** A way to wake a consumer. */
interface WakeUp {
  readonly name: string;
  /** What app.try_share_doorbell answers every writer: false means that a consumer sleeps. Unless given, the truth. */
  readonly answer?: boolean;
  readonly consumer: typeof Sleeper | typeof Notified | typeof Poller;
}

const wakeUps: WakeUp[] = [
  { name: 'no wake-up', answer: true, consumer: Poller },
  { name: 'doorbell', consumer: Sleeper },
  { name: 'NOTIFY in every write', answer: false, consumer: Notified },
];

/** What waking a consumer costs those who write; the consumer does the same work in each case. */
export const writers: Scenario = {
  name: 'delivery/one event in a transaction, 16 clients, and a consumer',
  unit: 'per second',
  subject: 'doorbell',
  targets: [{ against: 'no wake-up', speedAtLeast: 0.95 }],
  contestants: (bench) => Promise.all(wakeUps.map((wakeUp) => contestant(bench, wakeUp))),
};

async function contestant({ server, effort }: Bench, { name, answer, consumer }: WakeUp): Promise<Contestant> {
  const database = await openDatabase(server, { extension: true, setup: [`select app.create_consumer('bench')`] });
  if (answer !== undefined) await answerWriters(database.sql, answer);
  let written = 0;
  let consumed = 0;
  let rings = 0;
  const work: Work = {
    async fetch(sql) {
      const { rows } = await sql.query<{ batch: string | null; count: number }>(
        `select max(batch) as batch, count(*)::int as count from app.fetch_events('bench')`,
      );
      consumed += rows[0]?.count ?? 0;
      return rows[0]?.batch ?? undefined;
    },
    acknowledge: (sql, batch) => sql.query(`select app.ack_events('bench', $1)`, [batch]),
  };
  return {
    name,
    async run() {
      const running = await consumer.start(database.url, work);
      const { perSecond, runs } = await load(
        { statements: [`select ${writeOutboxEvent}`] },
        { url: database.url, clients: 16, duration: effort.load },
      );
      written += runs;
      while (consumed < written) await Promise.race([pause(5), running.ended]);
      rings += running.rings;
      await running.stop();
      return perSecond;
    },
    async check() {
      const found = await database.number('select count(*) from app.outbox');
      if (found !== written || consumed !== written)
        throw new Error(`${name}: ${found} events, ${consumed} consumed for ${written} writes`);
      if (consumer !== Poller && rings === 0) throw new Error(`${name}: nobody was woken`);
    },
  };
}

/**
 * Replaces the function that a writer asks whether a consumer sleeps. The server inlines it, so a constant costs nothing.
 *
 * @param sql - connection of the owner
 * @param answer - what it answers from now on
 * @throws Error when app.write_outbox_event does not ask it
 */
async function answerWriters(sql: pg.Client, answer: boolean): Promise<void> {
  const { rows } = await sql.query<{ source: string }>(
    `select prosrc as source from pg_proc where oid = 'app.write_outbox_event'::regproc`,
  );
  if (!rows[0]?.source.includes("if not app.try_share_doorbell('outbox')")) {
    throw new Error('app.write_outbox_event does not ask app.try_share_doorbell whether to ring');
  }
  await sql.query(
    `create or replace function app.try_share_doorbell(p_log text) returns boolean language sql volatile return ${answer}`,
  );
}
