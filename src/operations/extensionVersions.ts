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
 * Refuses a database without the extension, in clearer words than the first function that is missing would.
 *
 * @param client - client or pool
 * @throws SpecqlCdcError when the extension is not installed
 */
export async function requireExtension(client: Queryable): Promise<void> {
  const { installed } = await extensionVersions(client);
  if (installed === null) {
    throw new SpecqlCdcError(
      'extension specql_cdc is not installed in this database',
      'Install it: specql-cdc install.',
    );
  }
}
