import type pg from 'pg';
import format from 'pg-format';
import { onlyRow } from '../connection/onlyRow.js';
import type { Queryable } from '../connection/queryable.js';
import { SpecqlCdcError } from '../error.js';

/** Arguments by position, or by the names of the parameters. */
export type FunctionArguments = readonly unknown[] | Readonly<Record<string, unknown>>;

/** Leaves every value as the server wrote it. */
const asText: pg.CustomTypesConfig = { getTypeParser: () => (text: string) => text };

/**
 * Calls a function of the database and fetches what it returns as JSON text, which nothing on the way parses: ready for the transformer.
 *
 * @param client - a client or pool
 * @param name - the function with its schema, as in `app.delete_customer`
 * @param args - its arguments; an object or date among them is sent as pg sends it, and an array meant as JSON has to be a string already
 * @returns the result as JSON: a json or jsonb value as it is, anything else by `to_json`; null for null
 * @throws SpecqlCdcError for a name without schema, pg.DatabaseError for what the server refuses
 */
export async function executeFunctionRawJson(
  client: Queryable,
  name: string,
  args: FunctionArguments = [],
): Promise<string | null> {
  const values: unknown[] = Object.values(args);
  const text = `select pg_catalog.to_json(${call(name, args)}) as json`;
  return onlyRow(await client.query<{ json: string | null }>({ text, values, types: asText })).json;
}

function call(name: string, args: FunctionArguments): string {
  const [schema, called, ...more] = name.split('.');
  if (!schema || !called || more.length > 0) {
    throw new SpecqlCdcError(
      `${JSON.stringify(name)} is no function with its schema`,
      'Write it as app.delete_customer: without a schema the search path of the session would decide which function is called.',
    );
  }
  const values = Array.isArray(args)
    ? args.map((_, index) => `$${index + 1}`)
    : Object.keys(args).map((parameter, index) => `${format.ident(parameter)} => $${index + 1}`);
  return `${format.ident(schema)}.${format.ident(called)}(${values.join(', ')})`;
}
