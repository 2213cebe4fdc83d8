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
    return await open(settings, first);
  } catch (failure) {
    if (!(failure instanceof NotConnected)) throw failure;
    if (!second || !mayBeAbout(failure.cause)) throw connectionFailure(failure.cause, failure.client);
    return openInstead(settings, second, failure);
  }
}

/** Not for callers: it carries the client, which knows where it tried. */
class NotConnected extends Error {
  constructor(
    override readonly cause: unknown,
    readonly client: pg.Client,
  ) {
    super('not connected', { cause });
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
  error instanceof Error &&
  (error.message === 'The server does not support SSL connections' || ('code' in error && error.code === '28000'));

async function openInstead(settings: ConnectionSettings, tls: Tls, before: NotConnected): Promise<pg.Client> {
  try {
    return await open(settings, tls);
  } catch (failure) {
    if (!(failure instanceof NotConnected)) throw failure;
    // A server without TLS only has the second way; one that refuses the user has said why by the first.
    const told = before.cause instanceof pg.DatabaseError ? before : failure;
    throw connectionFailure(told.cause, told.client);
  }
}

async function open({ config }: ConnectionSettings, tls: Tls): Promise<pg.Client> {
  const client = new pg.Client({ ...defaults, ...config, ssl: tls() });
  // A connection lost while idle is told by the next query; without a listener it would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await pinSearchPath(client);
    await noticeLoss(client);
    return client;
  } catch (error) {
    // A client that found no password leaves the connection open, which would keep the process from ending.
    void client.end().catch(() => undefined);
    throw new NotConnected(error, client);
  }
}

/** Has the server look every second whether this client is still there: a statement that waits for a lock would otherwise outlive it. */
async function noticeLoss(client: pg.Client): Promise<void> {
  try {
    await client.query(`set client_connection_check_interval = '1s'`);
  } catch (error) {
    // A server on Windows cannot.
    if (!(error instanceof pg.DatabaseError)) throw error;
  }
}
