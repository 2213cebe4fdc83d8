import pg from 'pg';
import { connectionTo } from '../connection.js';
import type { PostgresServer, ServerOptions } from '../server.js';

/**
 * Uses the server that SPECQL_TEST_URL names. The extension's files are installed there already, the URL's role is a superuser, and
 * test roles get in with its password or with none.
 *
 * @param options - only `major` is looked at: it must be the server's
 * @returns the server, which `stop()` leaves running
 * @throws Error when the variable is unset, the server does not answer, or its major is another
 */
export async function attachUrl({ major }: Required<ServerOptions>): Promise<PostgresServer> {
  const url = process.env.SPECQL_TEST_URL;
  if (!url) throw new Error('SPECQL_TEST_URL must name a server when SPECQL_TEST_PROVIDER is url');
  const client = new pg.Client(url);
  await client.connect();
  const { rows } = await client.query<{ found: number }>(
    "select current_setting('server_version_num')::int / 10000 as found",
  );
  await client.end();
  if (rows[0]?.found !== major) {
    throw new Error(
      `SPECQL_TEST_URL is PostgreSQL ${String(rows[0]?.found)}; set SPECQL_TEST_MAJORS to that, not ${major}`,
    );
  }
  const refuse = () => Promise.reject(new Error('a server given by URL is not ours to restart'));
  return {
    ...connectionTo({ major, provider: 'url', url }),
    stop: () => Promise.resolve(),
    kill: refuse,
    restart: refuse,
  };
}
