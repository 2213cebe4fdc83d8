import { access } from 'node:fs/promises';
import { startServer } from '../../../build/server/start.js';
import type { PostgresServer } from '../../../build/server/server.js';

const control = '/usr/share/postgresql/15/extension/plpgsql_check.control';

/**
 * Starts Debian's PostgreSQL 15 with plpgsql_check, which the servers from npm do not have, counting every statement of PL/pgSQL.
 *
 * @returns the server; undefined when Debian's packages are not here, after a line that says what to install
 */
export async function startCheckedServer(): Promise<PostgresServer | undefined> {
  try {
    await access(control);
  } catch {
    console.log(
      'skipped: PL/pgSQL is checked by plpgsql_check, apt-get install postgresql-15 postgresql-15-plpgsql-check',
    );
    return undefined;
  }
  return startServer({
    major: 15,
    provider: 'embedded',
    binDirectory: '/usr/lib/postgresql/15/bin',
    settings: {
      shared_preload_libraries: 'plpgsql_check',
      'plpgsql_check.profiler': 'on',
      'plpgsql_check.profiler_max_shared_chunks': '50000',
    },
  });
}
