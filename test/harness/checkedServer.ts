import { existsSync } from 'node:fs';
import { startServer } from '../../build/server/start.js';
import type { PostgresServer } from '../../build/server/server.js';

const control = '/usr/share/postgresql/15/extension/plpgsql_check.control';

/** @returns whether plpgsql_check is here, which the servers from npm do not have; if not, after a line that says what to install */
export function hasPlpgsqlCheck(): boolean {
  const found = existsSync(control);
  if (!found) {
    console.log(
      'skipped: PL/pgSQL is checked by plpgsql_check, apt-get install postgresql-15 postgresql-15-plpgsql-check',
    );
  }
  return found;
}

/** @returns Debian's PostgreSQL 15 with plpgsql_check, counting every statement of PL/pgSQL */
export function startCheckedServer(): Promise<PostgresServer> {
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
