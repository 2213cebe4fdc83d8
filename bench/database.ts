import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { createTestDatabase } from '../build/server/databases.js';
import type { PostgresServer } from '../build/server/server.js';

/** A contestant's own database. */
export interface BenchDatabase {
  /** Whom the load connects as: the owner, an ordinary role, or a superuser where a peer's SQL file needed one. */
  readonly url: string;
  /** A connection for set-up, checks and whatever is timed by one client. */
  readonly sql: pg.Client;
  /**
   * @param grant - gives a new role its rights
   * @returns a connection as that role
   */
  connectAs(grant: (role: string) => Promise<unknown>): Promise<pg.Client>;
  /** @returns the one value that a query returns, as a number */
  number(query: string): Promise<number>;
}

/** What a contestant's database starts with. */
export interface DatabaseOptions {
  /** Whether specql_cdc is installed in it. */
  extension: boolean;
  /** Files and statements to run in order; a file is a URL or a path. */
  setup: readonly (URL | { path: string } | string)[];
  /** Run as a superuser, as some peers create roles. */
  superuser?: boolean;
}

/**
 * @param server - where
 * @param options - what is in it
 * @returns a new database; it goes with the server
 * @throws the first error of the set-up
 */
export async function openDatabase(server: PostgresServer, options: DatabaseOptions): Promise<BenchDatabase> {
  const database = await createTestDatabase(server, { template: options.extension ? 'extension' : 'empty' });
  const url = options.superuser ? server.adminUrl(database.name) : database.url;
  const sql = await connected(url);
  for (const step of options.setup) await sql.query(await text(step));
  return {
    url,
    sql,
    async connectAs(grant) {
      const role = await database.createRole('member');
      await grant(role);
      return database.connect(role);
    },
    async number(query) {
      const { rows } = await sql.query<[string]>({ text: query, rowMode: 'array' });
      return Number(rows[0]?.[0]);
    },
  };
}

/** Connections stay until the server stops; without a listener that would end the process. */
async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client(url);
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** A peer's file may be its extension script: commands of psql and dump marks mean nothing outside of CREATE EXTENSION. */
async function text(step: URL | { path: string } | string): Promise<string> {
  if (typeof step === 'string') return step;
  const file = await readFile(step instanceof URL ? step : step.path, 'utf8');
  return file.replace(/^(\\|select pg_catalog\.pg_extension_config_dump\().*$/gm, '');
}
