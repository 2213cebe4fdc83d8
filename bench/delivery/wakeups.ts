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
  /** What app.write_outbox_event does in place of its doorbell. */
  readonly instead?: string;
  readonly consumer: typeof Sleeper | typeof Notified | typeof Poller;
}

const wakeUps: WakeUp[] = [
  { name: 'no wake-up', instead: '', consumer: Poller },
  { name: 'doorbell', consumer: Sleeper },
  { name: 'NOTIFY in every write', instead: `perform pg_notify('specql_cdc_outbox', '');`, consumer: Notified },
];

/** What waking a consumer costs those who write; the consumer does the same work in each case. */
export const writers: Scenario = {
  name: 'delivery/one event in a transaction, 16 clients, and a consumer',
  unit: 'per second',
  subject: 'doorbell',
  targets: [{ against: 'no wake-up', speedAtLeast: 0.95 }],
  contestants: (bench) => Promise.all(wakeUps.map((wakeUp) => contestant(bench, wakeUp))),
};

async function contestant({ server, effort }: Bench, { name, instead, consumer }: WakeUp): Promise<Contestant> {
  const database = await openDatabase(server, { extension: true, setup: [`select app.create_consumer('bench')`] });
  if (instead !== undefined) await database.sql.query(await withoutDoorbell(database.sql, instead));
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

/** @returns the definition of the writer with something else in the place of its doorbell */
async function withoutDoorbell(sql: pg.Client, instead: string): Promise<string> {
  const { rows } = await sql.query<{ definition: string }>(
    `select pg_get_functiondef('app.write_outbox_event'::regproc) as definition`,
  );
  const definition = rows[0]?.definition ?? '';
  const changed = definition.replace(/if not pg_try_advisory_xact_lock_shared\([^)]*\) then.*?end if;/s, instead);
  if (changed === definition) throw new Error('app.write_outbox_event has no doorbell where it is looked for');
  return changed;
}
