import type { FieldType, ScalarName } from './syntax/field.js';
import { scalarForms } from './words/scalarForms.js';

/**
 * @param type - of a field
 * @param text - a constant for it, as written, without quotes
 * @returns what was expected, when the constant is none of the type
 */
export function literalFault(type: FieldType, text: string): string | undefined {
  switch (type.kind) {
    case 'ref':
      return 'no constant for a reference';
    case 'list':
      return 'a list, as in [a, b]';
    case 'enum':
      return type.values.includes(text) ? undefined : `one of ${type.values.join(', ')}`;
    case 'scalar': {
      const { pattern, expected } = scalarForms[type.scalar];
      return pattern.test(text) ? rangeFaults[type.scalar](text) : expected;
    }
    default:
      return type satisfies never;
  }
}

const day = (text: string): string | undefined => {
  const start = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  const exists = !Number.isNaN(start.getTime()) && start.toISOString().startsWith(text.slice(0, 10));
  const moment = new Date(text.replace(' ', 'T'));
  return exists && !Number.isNaN(moment.getTime()) ? undefined : 'a day that exists';
};

const anyOfTheForm = () => undefined;

/** What the form alone cannot tell: what was expected of a constant of each type that has the form. */
const rangeFaults: Record<ScalarName, (text: string) => string | undefined> = {
  text: anyOfTheForm,
  integer: (text) => (Math.abs(Number(text) + 0.5) < 2 ** 31 ? undefined : 'a whole number of at most 32 bits'),
  bigint: (text) =>
    BigInt.asIntN(64, BigInt(text)) === BigInt(text) ? undefined : 'a whole number of at most 64 bits',
  decimal: anyOfTheForm,
  float: anyOfTheForm,
  boolean: anyOfTheForm,
  uuid: anyOfTheForm,
  date: day,
  datetime: day,
  time: anyOfTheForm,
  json: anyOfTheForm,
  money: anyOfTheForm,
  email: anyOfTheForm,
  url: anyOfTheForm,
  phone: anyOfTheForm,
  slug: anyOfTheForm,
};
