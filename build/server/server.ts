import type { Provider, ServerConnection } from './connection.js';

/** A running server, and the ways to end it. */
export interface PostgresServer extends ServerConnection {
  /** Stops the server and removes all it left; nothing happens to a server that was given by URL. */
  stop(): Promise<void>;
  /** Ends the server by a signal, as a crash would; its data stays. Embedded provider only. */
  kill(signal: 'SIGKILL'): Promise<void>;
  /** Starts the server again on the same port with the same data, after `kill` or to restart it. Embedded provider only. */
  restart(): Promise<void>;
  /** The data directory, where it is on this machine. */
  readonly dataDirectory?: string;
  /** The folder of the server's programs, where it is on this machine. */
  readonly binDirectory?: string;
}

/** What server to start. */
export interface ServerOptions {
  /** 15 to 18. */
  major: number;
  /** SPECQL_TEST_PROVIDER, or else `embedded`. */
  provider?: Provider;
  /** Server settings on top of the fast ones that tests use; a test of crashes sets `fsync` and its companions on. */
  settings?: Record<string, string>;
  /** Embedded provider: run these binaries, as in `/usr/lib/postgresql/15/bin`, instead of the ones from npm. */
  binDirectory?: string;
  /** Control file and scripts by name; what the checkout builds unless given. */
  extension?: ReadonlyMap<string, string>;
}
