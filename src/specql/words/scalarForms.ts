import type { ScalarName } from '../syntax/field.js';

/** How a constant of a scalar type is written. */
interface ScalarForm {
  readonly pattern: RegExp;
  /** For behind "expected". */
  readonly expected: string;
  /** Whether it is a number, or true or false, rather than a text. */
  readonly plain?: 'number' | 'boolean';
}

const whole: ScalarForm = { pattern: /^-?\d+$/, expected: 'a whole number', plain: 'number' };
const decimal: ScalarForm = { pattern: /^-?\d+(\.\d+)?$/, expected: 'a number', plain: 'number' };

/** Constants of each scalar type. */
export const scalarForms: Readonly<Record<ScalarName, ScalarForm>> = {
  text: { pattern: /^/, expected: 'a text' },
  integer: whole,
  bigint: whole,
  decimal,
  money: decimal,
  float: { ...decimal, pattern: /^-?\d+(\.\d+)?([eE][+-]?\d{1,3})?$/ },
  boolean: { pattern: /^(true|false)$/, expected: 'true or false', plain: 'boolean' },
  uuid: { pattern: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, expected: 'a uuid' },
  date: { pattern: /^\d{4}-\d\d-\d\d$/, expected: 'a date, as in 2025-01-31' },
  datetime: {
    pattern: /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)$/,
    expected: 'a time with its zone, as in 2025-01-31T12:00:00Z',
  },
  time: { pattern: /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?$/, expected: 'a time, as in 12:30' },
  json: { pattern: /^/, expected: 'JSON' },
  email: { pattern: /^[^@\s]+@[^@\s]+\.[^@\s]+$/, expected: 'an e-mail address' },
  url: { pattern: /^https?:\/\/[^\s]+$/, expected: 'an address that begins with http:// or https://' },
  phone: { pattern: /^\+?[0-9][0-9 ().-]*$/, expected: 'a phone number' },
  slug: { pattern: /^[a-z0-9]+(-[a-z0-9]+)*$/, expected: 'a slug, as in my-first-post' },
};
