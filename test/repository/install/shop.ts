import { readFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { withParts, type ServerConnection } from '../../../build/server/connection.js';
import { createTestDatabase, type TestDatabase } from '../../../build/server/databases.js';

export const tenantA = 'aaaaaaaa-0000-4000-8000-000000000000';

/** Roles of the shop: what they were granted is in their names. */
export const roles = {
  writer: 'shop_writer',
  reader: 'shop_reader',
  consumer: 'shop_consumer',
  administrator: 'shop_administrator',
};

/** Makes the roles, which a dump of one database does not carry. */
export async function createRoles(server: ServerConnection): Promise<void> {
  for (const role of Object.values(roles)) await query(server.adminUrl(), `create role ${role} login`);
}

/** Makes a database full of everything, with a table that another administrator owns and audits. */
export async function openShop(server: ServerConnection): Promise<TestDatabase> {
  const database = await createTestDatabase(server);
  await createRoles(server);
  const owner = await database.connect();
  // As a script of single statements: in one query they would be one transaction.
  const script = await readFile(path.join(import.meta.dirname, 'shop.sql'), 'utf8');
  for (const statement of script.split(/;\n/)) await owner.query(statement);
  await owner.query(`
    select app.grant_writer('${roles.writer}'), app.grant_reader('${roles.reader}', array['${tenantA}'::uuid]),
      app.grant_consumer('${roles.consumer}'), app.grant_administrator('${roles.administrator}');
    grant usage on schema shop to public;
    grant select, insert, update on shop.tb_order to ${roles.writer};
    create schema annex;
    grant all on schema annex to ${roles.administrator}`);
  const administrator = await database.connect(roles.administrator);
  await administrator.query(`
    create table annex.tb_note (id uuid primary key default gen_random_uuid(), tenant_id uuid);
    select app.enable_audit_cascade('annex.tb_note');
    grant insert, select on annex.tb_note to ${roles.writer};
    insert into annex.tb_note (tenant_id) values ('${tenantA}')`);
  await owner.query(`grant usage on schema annex to ${roles.writer}`);
  return database;
}

/** Every row of every table, table by table; but not the registration of a dropped table nor the secret, which stay behind. */
export async function contents(url: string): Promise<Record<string, string[]>> {
  const tables = await query<{ name: string }>(
    url,
    `select format('%I.%I', nspname, relname) as name from pg_class c join pg_namespace n on n.oid = relnamespace
     where nspname in ('app', 'shop', 'annex') and relkind = 'r' and relname <> 'mutation_key' order by 1`,
  );
  const found: Record<string, string[]> = {};
  for (const { name } of tables) {
    const some = name === 'app.audited_table' ? 'where relation::oid in (select oid from pg_class)' : '';
    // Roles have other oids in another cluster.
    const row = "(to_jsonb(t) - '{role_oid,owner_oid}'::text[])::text";
    const rows = await query<{ row: string }>(url, `select ${row} as row from ${name} t ${some} order by 1`);
    found[name] = rows.map(({ row }) => row);
  }
  return found;
}

/** Runs statements by a connection of their own, and gives the rows of the last. */
export async function query<T extends pg.QueryResultRow>(url: string, sql: string): Promise<T[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    const results = [await client.query<T>(sql)].flat();
    return results.at(-1)?.rows ?? [];
  } finally {
    await client.end();
  }
}

/** The URL of a role in a database. */
export const urlOf = (server: ServerConnection, database: string, role: string): string =>
  withParts(server.address.url, { database, role });
