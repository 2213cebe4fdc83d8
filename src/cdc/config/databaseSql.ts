import { logNames, logTable, type LogName } from '../../consumer/logName.js';
import type { CdcOptions } from './cdcOptions.js';
import { setupSteps, type DatabaseNeeds } from './databaseSetup.js';

/**
 * @param options - what streams where
 * @returns what of it the database has to have
 */
function databaseNeeds({ mutationEvents, snapshot, ...options }: CdcOptions): DatabaseNeeds {
  const logs: readonly LogName[] = mutationEvents ? logNames : ['outbox'];
  return {
    ...options,
    publicationName: options.slotName,
    tables: logs.map(logTable),
    readsTables: snapshot !== 'no_data',
  };
}

/**
 * @param options - what streams where
 * @returns the script an administrator runs by psql before the connector starts; it can be run again
 */
export function databaseSql(options: CdcOptions): string {
  const head = `-- What a database needs so that Debezium can stream its events. Run it as a superuser, in database ${options.databaseName}:
--   psql --set ON_ERROR_STOP=1 --file setup-database.sql ${options.databaseName}
-- Not with --single-transaction: a slot cannot be made in a transaction that has written. It can be run again; what is there stays.
-- The server needs wal_level = logical. The role gets no password here: set one with \\password ${options.databaseUser} in psql.
-- REPLICATION lets the role copy the whole server and read every change. In pg_hba.conf let it in from Kafka Connect only, and for no physical replication:
--   hostssl ${options.databaseName} ${options.databaseUser} <address of Kafka Connect>/32 scram-sha-256
--   host replication ${options.databaseUser} all reject
--   host all ${options.databaseUser} all reject

create extension if not exists specql_cdc;
-- No function or operator of somebody else stands in for one of PostgreSQL's below.
set search_path = pg_catalog, pg_temp;
`;
  const steps = setupSteps(databaseNeeds(options)).map(({ title, sql }) => `-- ${title}\n${sql}\n`);
  return [head, ...steps].join('\n');
}
