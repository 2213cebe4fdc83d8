import pg from 'pg';

/** Strings are matched to be skipped: what looks like a number inside of them stays. */
const token = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * Parses JSON without altering values: a number that JavaScript would round comes as a string of its digits, as `bigint` and
 * `numeric` columns do. An audit trail that shows a rounded balance is wrong.
 *
 * @param text - JSON as PostgreSQL prints it
 * @returns the value
 * @throws SyntaxError when it is no JSON
 */
export function parseExactJson(text: string): unknown {
  return JSON.parse(text.replace(token, (part) => (part.startsWith('"') || isExact(part) ? part : `"${part}"`)));
}

function isExact(number: string): boolean {
  const digits = number.replace(/^-?0*\.?0*|[.]|[eE].*$/g, '').replace(/0+$/, '');
  return digits.length <= 15 || String(Number(number)) === number;
}

const jsonTypes: number[] = [pg.types.builtins.JSON, pg.types.builtins.JSONB];
const usual = pg.types.getTypeParser as (oid: number) => (text: string) => unknown;

/** Type parsers for a query whose result holds JSON from the audit trail. */
export const exactTypes: pg.CustomTypesConfig = {
  getTypeParser: (oid: number) => (jsonTypes.includes(oid) ? parseExactJson : usual(oid)),
};
