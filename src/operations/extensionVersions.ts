import { onlyRow } from '../connection/onlyRow.js';
import type { Queryable } from '../connection/queryable.js';
import { SpecqlCdcError } from '../error.js';

/** Versions of the extension. */
export interface ExtensionVersions {
  /** In this database; null when it is not installed. */
  installed: string | null;
  /** The server's files; null when it has none. */
  available: string | null;
}

/**
 * @param client - client or pool
 * @returns which version is installed in this database, and which one the server has the files of
 */
export async function extensionVersions(client: Queryable): Promise<ExtensionVersions> {
  return onlyRow(
    await client.query<ExtensionVersions>(
      `select (select extversion from pg_catalog.pg_extension where extname operator(pg_catalog.=) 'specql_cdc'::pg_catalog.name) as installed,
        (select default_version from pg_catalog.pg_available_extensions where name operator(pg_catalog.=) 'specql_cdc'::pg_catalog.name) as available`,
    ),
  );
}

/**
 * Refuses a database without the extension, or whose schema app was renamed, in clearer words than the first function that is missing would.
 *
 * @param client - client or pool
 * @throws SpecqlCdcError when the extension is not installed, or not in schema app
 */
export async function requireExtension(client: Queryable): Promise<void> {
  const { rows } = await client.query<{ schema: string; quoted: string }>(
    `select nspname as schema, pg_catalog.quote_ident(nspname) as quoted
     from pg_catalog.pg_extension join pg_catalog.pg_namespace n on n.oid operator(pg_catalog.=) extnamespace
     where extname operator(pg_catalog.=) 'specql_cdc'::pg_catalog.name`,
  );
  const [installed] = rows;
  if (!installed) {
    throw new SpecqlCdcError(
      'extension specql_cdc is not installed in this database',
      'Install it: specql-cdc install.',
    );
  }
  if (installed.schema !== 'app') {
    throw new SpecqlCdcError(
      `schema app was renamed to ${installed.quoted}: every audited write and every function of the extension fails`,
      `Rename it back: alter schema ${installed.quoted} rename to app.`,
    );
  }
}
