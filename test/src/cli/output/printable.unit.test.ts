import { expect, test } from 'vitest';
import { withoutPasswords } from '../../../../src/cli/output/printable.js';

test.each([
  ['postgres://alice:secret@db/blog', 'postgres://alice:***@db/blog'],
  ['POSTGRESQL://alice:se cret@x@db/blog', 'POSTGRESQL://alice:***@db/blog'],
  ['postgresql://:secret@db', 'postgresql://:***@db'],
  ["unknown option '--databse-url=postgres://a:secret@h/d'", "unknown option '--databse-url=postgres://a:***@h/d'"],
  ['postgres://h/d?password=secret&user=a', 'postgres://h/d?password=***&user=a'],
  ['postgres://alice@db/blog', 'postgres://alice@db/blog'],
])('%s is printed as %s', (text, expected) => {
  expect(withoutPasswords(text)).toBe(expected);
});
