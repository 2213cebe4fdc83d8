import pg from 'pg';
import type { Bench, Contestant, Scenario } from '../bench.js';
import { openDatabase } from '../database.js';
import { writeOutboxEvent } from '../events/writers.js';
import { load } from '../load/load.js';
import { Sleeper } from './sleeper.js';

/** Someone who waits for events while writers write. */
interface Listener {
  readonly rings: number;
  stop(): Promise<void>;
}

/** A way to wake consumers. */
interface WakeUp {
  readonly name: string;
  /** What app.write_outbox_event does in place of its doorbell. */
  readonly instead?: string;
  readonly listen?: (url: string) => Promise<Listener>;
}

const wakeUps: WakeUp[] = [
  { name: 'no wake-up', instead: '' },
  { name: 'nobody asleep' },
  // It finds nothing when it wakes: what is compared is ringing, not consuming.
  { name: 'a consumer asleep', listen: (url) => Sleeper.start(url, nothing) },
  { name: 'NOTIFY in every write', instead: `perform pg_notify('specql_cdc_outbox', '');`, listen: listening },
];

const nothing = { fetch: () => Promise.resolve(undefined), acknowledge: () => Promise.resolve() };

/** What waking consumers costs those who write. */
export const writers: Scenario = {
  name: 'delivery/one event in a transaction, 16 clients',
  unit: 'per second',
  subject: 'a consumer asleep',
  targets: [
    { against: 'no wake-up', speedAtLeast: 0.95 },
    { against: 'nobody asleep', speedAtLeast: 0.95 },
  ],
  contestants: (bench) => Promise.all(wakeUps.map((wakeUp) => contestant(bench, wakeUp))),
};

async function contestant({ server, effort }: Bench, { name, instead, listen }: WakeUp): Promise<Contestant> {
  const database = await openDatabase(server, { extension: true, setup: [] });
  if (instead !== undefined) await database.sql.query(await withoutDoorbell(database.sql, instead));
  let written = 0;
  let rings = 0;
  return {
    name,
    async run() {
      const listener = await listen?.(database.url);
      const { perSecond, runs } = await load(
        { statements: [`select ${writeOutboxEvent}`] },
        { url: database.url, clients: 16, duration: effort.load },
      );
      written += runs;
      rings += listener?.rings ?? 0;
      await listener?.stop();
      return perSecond;
    },
    async check() {
      const found = await database.number('select count(*) from app.outbox');
      if (found !== written) throw new Error(`${name}: ${found} events for ${written} writes`);
      if (listen && rings === 0) throw new Error(`${name}: nobody was woken`);
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

async function listening(url: string): Promise<Listener> {
  const client = new pg.Client(url);
  let rings = 0;
  client.on('notification', () => (rings += 1));
  await client.connect();
  await client.query('listen specql_cdc_outbox');
  return {
    get rings() {
      return rings;
    },
    stop: () => client.end(),
  };
}
