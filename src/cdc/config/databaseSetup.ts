import format from 'pg-format';

/** What the database has to have for a connector; what of it differs between connectors. */
export interface DatabaseNeeds {
  databaseName: string;
  databaseUser: string;
  slotName: string;
  publicationName: string;
  /** Streamed, as in `app.outbox`. */
  tables: string[];
  /** Whether Debezium reads the tables, and not only the write-ahead log. */
  readsTables: boolean;
}

/** One thing the database has to have. */
export interface SetupStep {
  kind: 'role' | 'connect' | 'read' | 'publication' | 'slot';
  title: string;
  /** Whether it is there: one row, one boolean `done`. */
  done: string;
  /** Makes it, or brings it up to date; does nothing when it is there. One statement, in a transaction of its own. */
  sql: string;
}

/**
 * @param needs - names
 * @returns what to do, in order: the publication has to be there before the slot, or decoding fails later
 */
export function setupSteps(needs: DatabaseNeeds): SetupStep[] {
  return [
    role(needs),
    connectRight(needs),
    ...(needs.readsTables ? [reading(needs)] : []),
    publication(needs),
    slot(needs),
  ];
}

const role = ({ databaseUser }: DatabaseNeeds): SetupStep => ({
  kind: 'role',
  title: `role ${databaseUser}`,
  done: format(
    'select exists (select from pg_catalog.pg_roles where rolname operator(pg_catalog.=) %L::pg_catalog.name) as done',
    databaseUser,
  ),
  sql: block(
    format(
      `  if not exists (select from pg_catalog.pg_roles where rolname operator(pg_catalog.=) %L::pg_catalog.name) then
    create role %I login replication;
  end if;`,
      databaseUser,
      databaseUser,
    ),
  ),
});

const connectRight = ({ databaseName, databaseUser }: DatabaseNeeds): SetupStep => ({
  kind: 'connect',
  title: `right of ${databaseUser} to connect`,
  done: format(`select pg_catalog.has_database_privilege(%L, %L, 'connect') as done`, databaseUser, databaseName),
  sql: format('grant connect on database %I to %I;', databaseName, databaseUser),
});

const reading = ({ databaseUser, tables }: DatabaseNeeds): SetupStep => ({
  kind: 'read',
  title: `right of ${databaseUser} to read ${tables.join(' and ')}`,
  done: `select ${[
    format(`pg_catalog.has_schema_privilege(%L, 'app', 'usage')`, databaseUser),
    ...tables.map((table) => format(`pg_catalog.has_table_privilege(%L, %L, 'select')`, databaseUser, table)),
  ].join(' and ')} as done`,
  sql: block(
    format(
      `  grant usage on schema app to %I;\n  grant select on ${tables.join(', ')} to %I;`,
      databaseUser,
      databaseUser,
    ),
  ),
});

const publication = ({ publicationName, tables }: DatabaseNeeds): SetupStep => {
  const list = tables.join(', ');
  const options = `(publish = 'insert', publish_via_partition_root = true)`;
  return {
    kind: 'publication',
    title: `publication ${publicationName} for ${tables.join(' and ')}`,
    done: format(
      `select exists (
  select from pg_catalog.pg_publication p
  where p.pubname operator(pg_catalog.=) %L::pg_catalog.name and p.pubinsert and not (p.pubupdate or p.pubdelete or p.pubtruncate) and p.pubviaroot
    and (
      select pg_catalog.array_agg(pg_catalog.format('%%s.%%s', n.nspname, c.relname) order by c.relname)
      from pg_catalog.pg_publication_rel r
      join pg_catalog.pg_class c on c.oid operator(pg_catalog.=) r.prrelid
      join pg_catalog.pg_namespace n on n.oid operator(pg_catalog.=) c.relnamespace
      where r.prpubid operator(pg_catalog.=) p.oid) operator(pg_catalog.=) array[%L]::pg_catalog.text[]) as done`,
      publicationName,
      [...tables].sort(),
    ),
    // A restored dump has the publication, but no tables of an extension in it.
    sql: block(
      format(
        `  if not exists (select from pg_catalog.pg_publication where pubname operator(pg_catalog.=) %L::pg_catalog.name) then
    create publication %I for table ${list} with ${options};
  else
    alter publication %I set table ${list};
    alter publication %I set ${options};
  end if;`,
        publicationName,
        publicationName,
        publicationName,
        publicationName,
      ),
    ),
  };
};

const slot = ({ slotName, databaseName }: DatabaseNeeds): SetupStep => ({
  kind: 'slot',
  title: `replication slot ${slotName}`,
  done: format(
    'select exists (select from pg_catalog.pg_replication_slots where slot_name operator(pg_catalog.=) %L::pg_catalog.name and database operator(pg_catalog.=) %L::pg_catalog.name) as done',
    slotName,
    databaseName,
  ),
  // From 17 on a standby can take it over. PostgreSQL forgets which subtransaction it was in when tables are altered while a
  // slot is made, and the statement fails; in a subtransaction of its own it comes back to that one.
  sql: block(
    format(
      `  if exists (select from pg_catalog.pg_replication_slots where slot_name operator(pg_catalog.=) %L::pg_catalog.name
    and (database is null or database operator(pg_catalog.<>) %L::pg_catalog.name)) then
    raise exception using errcode = 'duplicate_object',
      message = %L,
      hint = 'Slots belong to the whole server: choose another name by --slot-name.';
  elsif exists (select from pg_catalog.pg_replication_slots where slot_name operator(pg_catalog.=) %L::pg_catalog.name) then
    return;
  end if;
  begin
    if pg_catalog.current_setting('server_version_num')::integer operator(pg_catalog.>=) 170000 then
      perform pg_catalog.pg_create_logical_replication_slot(%L, 'pgoutput', failover => true);
    else
      perform pg_catalog.pg_create_logical_replication_slot(%L, 'pgoutput');
    end if;
  exception when others then
    raise;
  end;`,
      slotName,
      databaseName,
      `replication slot ${slotName} belongs to another database`,
      slotName,
      slotName,
      slotName,
    ),
  ),
});

/** Names in the body may hold dollars, but not this. */
const block = (body: string) => `do $setup$\nbegin\n${body}\nend\n$setup$;`;
