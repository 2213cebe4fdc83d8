/** Where the server comes from: npm binaries, a container, or a URL. */
export type Provider = 'embedded' | 'docker' | 'url';

/** What a test worker needs to know of a server that another process started; plain data, so it can be sent. */
export interface ServerAddress {
  major: number;
  provider: Provider;
  /** `postgresql://user[:password]@host:port/database` of an administrator. */
  url: string;
}

/** A running server, seen from outside. */
export interface ServerConnection {
  readonly major: number;
  readonly provider: Provider;
  readonly host: string;
  readonly port: number;
  /** The environment for libpq's tools (psql, pg_dump, pgbench). */
  readonly psqlEnv: Record<string, string>;
  readonly address: ServerAddress;
  /**
   * @param database - `postgres` unless told otherwise
   * @returns the URL of an administrator
   */
  adminUrl(database?: string): string;
}

/**
 * @param address - the server
 * @returns its parts, in the forms that clients want
 */
export function connectionTo(address: ServerAddress): ServerConnection {
  const { hostname, port, username, password, pathname } = new URL(address.url);
  const user = decodeURIComponent(username);
  const database = pathname.slice(1) || 'postgres';
  return {
    major: address.major,
    provider: address.provider,
    host: hostname,
    port: Number(port || 5432),
    address,
    psqlEnv: {
      PGHOST: hostname,
      PGPORT: port || '5432',
      PGUSER: user,
      PGDATABASE: database,
      ...(password && { PGPASSWORD: decodeURIComponent(password) }),
    },
    adminUrl: (name = database) => withParts(address.url, { database: name }),
  };
}

/**
 * @param url - a connection URL
 * @param parts - the database, and the role, to put into it
 * @returns the URL with those parts replaced; the password stays
 */
export function withParts(url: string, parts: { database: string; role?: string }): string {
  const changed = new URL(url);
  changed.pathname = `/${encodeURIComponent(parts.database)}`;
  if (parts.role !== undefined) changed.username = encodeURIComponent(parts.role);
  return changed.href;
}
