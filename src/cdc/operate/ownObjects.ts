import { onlyRow } from '../../connection/onlyRow.js';
import type { Queryable } from '../../connection/queryable.js';
import { SpecqlCdcError } from '../../error.js';
import type { DatabaseNeeds } from '../config/databaseSetup.js';

const query = `
  select
    exists (select from pg_catalog.pg_replication_slots s
      where s.slot_name operator(pg_catalog.=) $1::pg_catalog.name
        and (s.plugin operator(pg_catalog.=) 'pgoutput'::pg_catalog.name
          and s.database operator(pg_catalog.=) pg_catalog.current_database()) is not true) as slot,
    exists (select from pg_catalog.pg_publication p
      where p.pubname operator(pg_catalog.=) $2::pg_catalog.name
        and (p.puballtables
          or exists (select from pg_catalog.pg_publication_namespace n where n.pnpubid operator(pg_catalog.=) p.oid)
          or exists (select from pg_catalog.pg_publication_rel r
            where r.prpubid operator(pg_catalog.=) p.oid
              and r.prrelid operator(pg_catalog.<>) all (
                array[pg_catalog.to_regclass('app.outbox')::pg_catalog.oid, pg_catalog.to_regclass('app.mutation_events')::pg_catalog.oid])
            ))) as publication,
    pg_catalog.current_database() as database`;

/**
 * Refuses to drop a slot or a publication of somebody else. What Kafka Connect says of a connector is no proof that they are its own.
 *
 * @param client - in the database that is streamed
 * @param needs - what the connector says that it has
 * @throws SpecqlCdcError when the database, the slot or the publication is another's
 */
export async function requireOwnObjects(client: Queryable, needs: DatabaseNeeds): Promise<void> {
  const { slotName, publicationName, databaseName } = needs;
  const found = onlyRow(
    await client.query<{ slot: boolean; publication: boolean; database: string }>(query, [slotName, publicationName]),
  );
  const hint =
    'Look at the settings of the connector in Kafka Connect. Remove the connector alone: leave out --drop-slot.';
  if (found.database !== databaseName) {
    throw new SpecqlCdcError(
      `the connection is to database ${found.database}, the connector streams ${databaseName}`,
      hint,
    );
  }
  if (found.slot) {
    throw new SpecqlCdcError(`replication slot ${slotName} is no slot of pgoutput in this database`, hint);
  }
  if (found.publication) {
    throw new SpecqlCdcError(
      `publication ${publicationName} has other tables than app.outbox and app.mutation_events`,
      hint,
    );
  }
}
