import { access } from 'node:fs/promises';
import path from 'node:path';
import { execa } from 'execa';
import type { ServerConnection } from '../../build/server/connection.js';

/** Where Debian puts the programs of one major; the npm binaries have none of these. */
export const binaries = '/usr/lib/postgresql/15/bin';

/** Whether pg_dump, pg_restore and psql of PostgreSQL 15 are there; says in one line what to install when they are not. */
export const haveClientTools = await access(path.join(binaries, 'pg_dump')).then(
  () => true,
  () => {
    console.log('Tests of dump and restore are skipped: install the Debian package postgresql-client-15.');
    return false;
  },
);

/**
 * Runs one of them.
 *
 * @param program - pg_dump, pg_restore or psql
 * @param server - as its administrator
 * @param args - its arguments
 * @returns its standard output
 * @throws Error with its own words when it fails
 */
export async function run(program: string, server: ServerConnection, args: string[]): Promise<string> {
  const { stdout } = await execa(path.join(binaries, program), args, { env: server.psqlEnv, maxBuffer: 1e8 });
  return stdout;
}
