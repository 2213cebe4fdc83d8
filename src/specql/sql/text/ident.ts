import format from 'pg-format';
import { SpecqlCdcError } from '../../../error.js';
import { maxNameBytes } from '../../../maxNameBytes.js';
import { Sql } from './trusted.js';

/**
 * @param name - of a schema, table, column, function or variable
 * @returns it, quoted where it has to be
 * @throws SpecqlCdcError for a name that PostgreSQL would shorten or cannot hold
 */
export function ident(name: string): Sql {
  const bytes = Buffer.byteLength(name);
  if (bytes > maxNameBytes) {
    throw new SpecqlCdcError(
      `the name ${name} has ${bytes} bytes, and PostgreSQL takes ${maxNameBytes}`,
      'Shorten the name of the entity, field or action it is made of.',
    );
  }
  // eslint-disable-next-line no-control-regex -- a control character would break the layout of the script, or end it
  if (name === '' || /[\u0000-\u001f\u007f]/.test(name)) {
    throw new SpecqlCdcError(`${JSON.stringify(name)} cannot be a name in SQL`, 'Use letters, digits and underscores.');
  }
  return Sql.trusted(/^[a-z_][a-z0-9_]*$/.test(name) ? format.ident(name) : `"${name.replaceAll('"', '""')}"`);
}

/**
 * @param schema - of an object
 * @param name - of the object
 * @returns `schema.name`
 */
export function qualified(schema: string, name: string): Sql {
  return Sql.trusted(`${ident(schema).text}.${ident(name).text}`);
}
