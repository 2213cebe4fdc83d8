import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/** What pg keeps of a connection, and its types leave out. */
interface Cancellable {
  host: string;
  port: number;
  ssl: unknown;
  processID: number | null;
  secretKey: number | null;
  sslNegotiation?: string;
}

interface RawConnection extends pg.Connection {
  connect(port: number | string, host?: string): void;
  requestSsl(): void;
  cancel(processID: number, secretKey: number): void;
}

/** A server that has not taken the request by then does not answer at all. */
const timeoutMs = 2000;

/**
 * Asks the server to cancel what a client runs there, as psql does on Ctrl-C: by the protocol's own request, which takes no login. The server does
 * not answer it; the statement fails with 57014.
 *
 * @param client - connected
 */
export async function cancelRequest(client: pg.Client): Promise<void> {
  const { host, port, ssl, processID, secretKey, sslNegotiation } = client as unknown as Cancellable;
  if (processID === null || secretKey === null) return;
  const connection = new pg.Connection({ ssl, sslNegotiation } as pg.ConnectionConfig) as RawConnection;
  // Where the server cannot be reached it notices by itself that the client is gone.
  connection.on('error', () => undefined);
  const send = () => {
    connection.cancel(processID, secretKey);
  };
  connection.on('connect', () => {
    if (!ssl) send();
    else if (sslNegotiation !== 'direct') connection.requestSsl();
  });
  connection.on('sslconnect', send);
  const ended = new AbortController();
  const closed = once(connection, 'end', { signal: ended.signal }).catch(() => undefined);
  if (host.startsWith('/')) connection.connect(`${host}/.s.PGSQL.${port}`);
  else connection.connect(port, host);
  await Promise.race([closed, sleep(timeoutMs, undefined, { signal: ended.signal }).catch(() => undefined)]);
  ended.abort();
  connection.stream.destroy();
}
