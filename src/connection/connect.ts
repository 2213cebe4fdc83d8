import pg from 'pg';
import { SpecqlCdcError } from '../error.js';
import { connectionFailure } from './connectionFailure.js';

/** Long enough for any server that answers at all. */
const defaultTimeoutSeconds = 10;

/**
 * Opens a connection, by URL or else by the PG* environment as libpq's tools do.
 *
 * @param url - `postgresql://...`; undefined or empty for the environment
 * @returns the client, connected
 * @throws SpecqlCdcError saying why not, never with a password in it
 */
export async function connect(url: string | undefined): Promise<pg.Client> {
  const client = clientFor(url);
  // A connection lost while idle is told by the next query; without a listener it would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    // A client that found no password leaves the connection open, which would keep the process from ending.
    void client.end().catch(() => undefined);
    throw connectionFailure(error, client);
  }
}

function clientFor(url: string | undefined): pg.Client {
  if (url && !/^postgres(ql)?:\/\//.test(url)) throw unusable('it must start with postgresql://');
  // An @ beyond the host: a password with an unencoded / ? or #, whose rest would be taken, and shown, for the name of the database.
  if (url && /:\/\/[^/?#]*[/?#].*@/.test(url)) throw unusable('it has an @ behind the host');
  try {
    return new pg.Client({
      ...(url && { connectionString: url }),
      fallback_application_name: 'specql-cdc',
      connectionTimeoutMillis: 1000 * (Number(process.env.PGCONNECT_TIMEOUT) || defaultTimeoutSeconds),
    });
  } catch (error) {
    throw unusable((error as Error).message);
  }
}

/** The URL itself is not shown: it may hold a password. */
const unusable = (reason: string) =>
  new SpecqlCdcError(
    `the connection URL cannot be used: ${reason}`,
    'Write postgresql://user:password@host:port/database, with special characters in it percent-encoded (/ is %2F, @ is %40, # is %23).',
  );
