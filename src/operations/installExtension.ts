import pg from 'pg';
import { inTransaction } from '../connection/transaction.js';
import { SpecqlCdcError } from '../error.js';
import { extensionVersions, type ExtensionVersions } from './extensionVersions.js';

/** What an installation did. */
export interface Installation {
  /** The version installed now. */
  version: string;
  /** The version installed before; null when there was none. */
  previous: string | null;
  /** The version of the server's files; null when they are gone. */
  available: string | null;
}

/**
 * Installs the extension into the client's database; one that is installed stays as it is, or is upgraded when asked.
 *
 * @param client - one connection, no pool
 * @param options - `upgrade` an older version to the one the server has the files of
 * @returns which version is installed
 * @throws SpecqlCdcError when the server lacks the files; pg.DatabaseError 42501 when the role may not install, or as the script does
 */
export async function installExtension(
  client: pg.ClientBase,
  { upgrade = false }: { upgrade?: boolean } = {},
): Promise<Installation> {
  const before = await extensionVersions(client);
  try {
    const version = await inTransaction(client, () => bringUp(client, before, upgrade));
    return { version, previous: before.installed, available: before.available };
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || !meanwhile.includes(error.code ?? '')) throw error;
    // Each instance of a service may do this as it starts. A lock would do, but any role could hold it for ever.
    const { installed, available } = await extensionVersions(client);
    if (installed === null || (upgrade && installed !== available)) throw error;
    return { version: installed, previous: installed, available };
  }
}

/** What the server says when somebody else installed or upgraded at the same time: duplicates, or a row that was changed. */
const meanwhile = ['42710', '42P06', '23505', 'XX000'];

async function bringUp(
  client: pg.ClientBase,
  { installed, available }: ExtensionVersions,
  upgrade: boolean,
): Promise<string> {
  if (installed !== null && (!upgrade || installed === available)) return installed;
  if (available === null) {
    throw new SpecqlCdcError(
      'this server does not have the files of extension specql_cdc',
      'On the machine of the server, in a copy of the specql_cdc sources, run: make install PG_CONFIG=/path/to/pg_config. ' +
        'Then run this again; the server need not be restarted. A hosted server that lets nobody add files cannot take the extension.',
    );
  }
  await client.query(installed === null ? 'create extension specql_cdc' : 'alter extension specql_cdc update');
  return available;
}
