import { SpecqlCdcError } from '../../../error.js';
import { Sql } from './trusted.js';

/**
 * @param value - a value of a user
 * @returns it as a literal on one line, whatever is in it and whatever `standard_conforming_strings` says
 * @throws SpecqlCdcError for a text with the character U+0000, which PostgreSQL cannot hold, and numbers that are none
 */
export function literal(value: string | number | boolean | null): Sql {
  if (value === null) return Sql.trusted('null');
  if (typeof value === 'boolean') return Sql.trusted(String(value));
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new SpecqlCdcError(`${value} is not a number`, 'Write a finite number.');
    return Sql.trusted(value < 0 ? `(${value})` : String(value));
  }
  if (value.includes('\0')) {
    throw new SpecqlCdcError(
      `${JSON.stringify(value.slice(0, 60))} contains the character U+0000`,
      'PostgreSQL texts cannot hold it; leave it out.',
    );
  }
  const quoted = value.replaceAll("'", "''");
  // eslint-disable-next-line no-control-regex -- a line break inside would be indented with its line
  if (!/[\\\u0001-\u001f\u007f]/.test(quoted)) return Sql.trusted(`'${quoted}'`);
  // eslint-disable-next-line no-control-regex -- as above
  const escaped = quoted.replaceAll('\\', '\\\\').replace(/[\u0001-\u001f\u007f]/g, control);
  return Sql.trusted(`E'${escaped}'`);
}

function control(character: string): string {
  return character === '\n' ? '\\n' : `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
}
