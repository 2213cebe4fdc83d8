import pg from 'pg';
import { connectionFailure } from './connectionFailure.js';
import { pinSearchPath } from './searchPath.js';
import { connectionSettings, type ConnectionSettings } from './settings/connectionSettings.js';

/** The time is enough for any server that answers at all. */
const defaults = { fallback_application_name: 'specql-cdc', connectionTimeoutMillis: 10_000 };

/**
 * Opens a connection, by URL or else by service and PG* environment, as libpq's tools do. Its search path is pinned, so that no object of
 * somebody else stands where one of PostgreSQL's is meant.
 *
 * @param url - `postgresql://...`; undefined or empty for the environment
 * @returns the client, connected
 * @throws SpecqlCdcError saying why not, never with a password in it
 */
export async function connect(url: string | undefined): Promise<pg.Client> {
  const settings = connectionSettings(url ? { connectionString: url } : {});
  const [first, second] = attempts(settings);
  try {
    return await open({ ...settings.config, ssl: first() });
  } catch (failure) {
    const { error, client } = failure as Failure;
    if (!second || !mayBeAbout(error)) throw connectionFailure(error, client);
    try {
      return await open({ ...settings.config, ssl: second() });
    } catch {
      // The other way only exists for servers that want it.
      throw connectionFailure(error, client);
    }
  }
}

type Tls = () => pg.ClientConfig['ssl'];

/** As libpq: unless something else is asked for, a server is asked whether it has TLS. */
function attempts({ mode = 'prefer', isSocket, tls }: ConnectionSettings): [Tls, Tls?] {
  const plain = () => false;
  const encrypted = () => tls(mode);
  if (isSocket || mode === 'disable') return [plain];
  if (mode === 'prefer') return [encrypted, plain];
  return mode === 'allow' ? [plain, encrypted] : [encrypted];
}

/** The server has no TLS, or pg_hba.conf wants the other way. */
const mayBeAbout = (error: unknown) =>
  (error as Error).message === 'The server does not support SSL connections' ||
  (error as { code?: string }).code === '28000';

interface Failure {
  error: unknown;
  client: pg.Client;
}

async function open(config: pg.ClientConfig): Promise<pg.Client> {
  const client = new pg.Client({ ...defaults, ...config });
  // A connection lost while idle is told by the next query; without a listener it would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await pinSearchPath(client);
    return client;
  } catch (error) {
    // A client that found no password leaves the connection open, which would keep the process from ending.
    void client.end().catch(() => undefined);
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- for connect only, which needs the client too
    throw { error, client } satisfies Failure;
  }
}
