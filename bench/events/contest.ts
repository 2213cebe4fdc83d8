import type { Bench, Contestant } from '../bench.js';
import { openDatabase, type DatabaseOptions } from '../database.js';
import { load } from '../load/load.js';

/** A way to write events. */
export interface EventWriter {
  readonly name: string;
  readonly database: DatabaseOptions;
  /** The table the events are found in afterwards. */
  readonly table: string;
  /** One transaction. */
  readonly statement: string;
  /** How many events it writes. */
  readonly events: number;
}

/**
 * @param bench - where
 * @param writer - what writes
 * @param figure - turns transactions a second into the scenario's figure
 * @returns a contestant in a database of its own, loaded by one client: what waits for another client is not what is compared
 */
export async function eventContestant(
  { server, effort }: Bench,
  { name, database: options, table, statement, events }: EventWriter,
  figure: (transactionsPerSecond: number) => number,
): Promise<Contestant> {
  const database = await openDatabase(server, options);
  let done = 0;
  return {
    name,
    async run() {
      const { perSecond, runs } = await load(
        { statements: [statement] },
        { url: database.url, clients: 1, duration: effort.load },
      );
      done += runs * events;
      return figure(perSecond);
    },
    async check() {
      const found = await database.number(`select count(*) from ${table}`);
      if (found !== done) throw new Error(`${name}: ${found} rows in ${table} for ${done} events`);
    },
  };
}
