import type { ScalarName } from '../syntax/field.js';

/** How a constant of a scalar type is written. */
export interface ScalarForm {
  readonly pattern: RegExp;
  /** For behind "expected". */
  readonly expected: string;
  /** What its value is in JavaScript. */
  readonly value: 'text' | 'number' | 'boolean' | 'json';
}

const whole: ScalarForm = { pattern: /^-?\d+$/, expected: 'a whole number', value: 'number' };
const decimal: ScalarForm = { pattern: /^-?\d+(\.\d+)?$/, expected: 'a number', value: 'number' };

/** Constants of each scalar type. */
export const scalarForms: Readonly<Record<ScalarName, ScalarForm>> = {
  text: { pattern: /^/, expected: 'a text', value: 'text' },
  integer: whole,
  bigint: whole,
  decimal,
  money: decimal,
  float: { ...decimal, pattern: /^-?\d+(\.\d+)?([eE][+-]?\d{1,3})?$/ },
  boolean: { pattern: /^(true|false)$/, expected: 'true or false', value: 'boolean' },
  uuid: { pattern: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, expected: 'a uuid', value: 'text' },
  date: { pattern: /^\d{4}-\d\d-\d\d$/, expected: 'a date, as in 2025-01-31', value: 'text' },
  datetime: {
    pattern: /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)$/,
    expected: 'a time with its zone, as in 2025-01-31T12:00:00Z',
    value: 'text',
  },
  time: { pattern: /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?$/, expected: 'a time, as in 12:30', value: 'text' },
  json: { pattern: /^/, expected: 'JSON', value: 'json' },
  email: { pattern: /^[^@\s]+@[^@\s]+\.[^@\s]+$/, expected: 'an e-mail address', value: 'text' },
  url: { pattern: /^https?:\/\/[^\s]+$/, expected: 'an address that begins with http:// or https://', value: 'text' },
  phone: { pattern: /^\+?[0-9][0-9 ().-]*$/, expected: 'a phone number', value: 'text' },
  slug: { pattern: /^[a-z0-9]+(-[a-z0-9]+)*$/, expected: 'a slug, as in my-first-post', value: 'text' },
};
