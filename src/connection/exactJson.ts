import pg from 'pg';

const number = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

const backslash = 0x5c;

/** Shorter ones are never rounded. */
const roundable = 16;

/**
 * Parses JSON without altering values: a number that JavaScript would round comes as a string of its digits, as `bigint` and
 * `numeric` columns do. An audit trail that shows a rounded balance is wrong.
 *
 * @param text - JSON as PostgreSQL prints it
 * @returns the value
 * @throws SyntaxError when it is no JSON
 */
export function parseExactJson(text: string): unknown {
  let exact = '';
  let copied = 0;
  for (let start = 0; start < text.length;) {
    const quote = text.indexOf('"', start);
    const end = quote === -1 ? text.length : quote;
    if (end - start >= roundable) {
      exact += text.slice(copied, start) + text.slice(start, end).replace(number, quoteUnlessExact);
      copied = end;
    }
    start = afterString(text, end);
  }
  return JSON.parse(exact + text.slice(copied));
}

/** What looks like a number inside of a string stays. No regular expression: on a string of megabytes its stack overflows. */
function afterString(text: string, quote: number): number {
  for (let end = text.indexOf('"', quote + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let escapes = end;
    while (text.charCodeAt(escapes - 1) === backslash) escapes--;
    if ((end - escapes) % 2 === 0) return end + 1;
  }
  return text.length;
}

const quoteUnlessExact = (part: string) => (isExact(part) ? part : `"${part}"`);

function isExact(number: string): boolean {
  const digits = number.replace(/^-?0*\.?0*|[.]|[eE].*$/g, '');
  let length = digits.length;
  // Not by a regular expression: on many zeros it takes the square of their number.
  while (digits[length - 1] === '0') length--;
  return length <= 15 || String(Number(number)) === number;
}

const jsonTypes: number[] = [pg.types.builtins.JSON, pg.types.builtins.JSONB];
const usual = pg.types.getTypeParser as (oid: number) => (text: string) => unknown;

/** Type parsers for a query whose result holds JSON from the audit trail. */
export const exactTypes: pg.CustomTypesConfig = {
  getTypeParser: (oid: number) => (jsonTypes.includes(oid) ? parseExactJson : usual(oid)),
};
