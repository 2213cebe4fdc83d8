import pg from 'pg';
import { withParts, type ServerConnection } from './connection.js';

/** What a new database starts with. */
export type Template = 'empty' | 'extension';

/** The ordinary role that owns every test database and installed the extension there. */
export const owner = 'specql_owner';

/** Any constant: whoever holds it is the one that makes templates on this server. */
const lock = 5_771_017;

/**
 * Makes a template if the server does not have it; at once from many processes it is made by one.
 *
 * @param server - where
 * @param template - which
 * @returns the template's database name
 * @throws the error of CREATE EXTENSION; then no template is left, and the next call tries again
 */
export async function ensureTemplate(server: ServerConnection, template: Template): Promise<string> {
  const name = `specql_template_${template}`;
  const admin = new pg.Client(server.adminUrl());
  await admin.connect();
  try {
    if (await has(admin, 'pg_database', 'datname', name)) return name;
    await admin.query('select pg_advisory_lock($1)', [lock]);
    if (await has(admin, 'pg_database', 'datname', name)) return name;
    if (!(await has(admin, 'pg_roles', 'rolname', owner))) await admin.query(`create role ${owner} login`);
    await make(server, admin, template, name);
    return name;
  } finally {
    await admin.end();
  }
}

/** Made under another name first, so that a template half made is never copied. */
async function make(server: ServerConnection, admin: pg.Client, template: Template, name: string): Promise<void> {
  const unfinished = `${name}_unfinished`;
  await admin.query(`drop database if exists ${unfinished}`);
  await admin.query(`create database ${unfinished} template template0 owner ${owner}`);
  if (template === 'extension') {
    const client = new pg.Client(withParts(server.address.url, { database: unfinished, role: owner }));
    await client.connect();
    try {
      await client.query('create extension specql_cdc').catch((error: unknown) => {
        throw located(error);
      });
    } finally {
      await client.end();
    }
  }
  await admin.query(`alter database ${unfinished} rename to ${name}`);
}

async function has(admin: pg.Client, catalogue: string, column: string, name: string): Promise<boolean> {
  const { rowCount } = await admin.query(`select from ${catalogue} where ${column} = $1`, [name]);
  return rowCount === 1;
}

/** Adds where in the script it happened: 18 knows the file and line, older servers the position. */
function located(error: unknown): unknown {
  if (!(error instanceof pg.DatabaseError)) return error;
  const { message, position, where } = error;
  const place = [position && `at character ${position} of the script`, where].filter(Boolean);
  return new Error(['create extension specql_cdc:', message, ...place].join('\n'));
}
