import { expect, test } from 'vitest';
import { forTerminal, painter } from '../../../../src/cli/output/paint.js';
import { printableJson, withoutPasswords } from '../../../../src/cli/output/printable.js';

test.each([
  ['postgres://alice:secret@db/blog', 'postgres://alice:***@db/blog'],
  ['POSTGRESQL://alice:se cret@x@db/blog', 'POSTGRESQL://alice:***@db/blog'],
  ['postgresql://:secret@db', 'postgresql://:***@db'],
  ["unknown option '--databse-url=postgres://a:secret@h/d'", "unknown option '--databse-url=postgres://a:***@h/d'"],
  ['postgres://h/d?password=secret&user=a', 'postgres://h/d?password=***&user=a'],
  ['at http://me:s3@cret@connect:8083/x', 'at http://***@connect:8083/x'],
  ['postgres://alice@db/blog', 'postgres://alice@db/blog'],
  ['at http://u:a/se#cret?@h/', 'at http://***@h/'],
  ["host=h password='my secret' user=u", 'host=h password=*** user=u'],
  ['password = secret', 'password = ***'],
  ['sslpassword=secret&x=y', 'sslpassword=***&x=y'],
  ['{"database.password": "my secret", "a": 1}', '{"database.password": ***, "a": 1}'],
  ['password authentication failed', 'password authentication failed'],
  ['postgres://a:s@h\nx@y', 'postgres://a:***@h\nx@y'],
])('%s is printed as %s', (text, expected) => {
  expect(withoutPasswords(text)).toBe(expected);
});

test.each(['\u001b]0;x\u0007', '\u009b31m', '\u007f', '\u202egnp', '\u2066', '\u061c', '\ufeff', '\u{e0041}'])(
  'nothing of %j reaches a terminal, as text or as JSON',
  (hostile) => {
    const unsafe = /(?!\n)[\p{Cc}\p{Cf}]/u;
    expect(forTerminal(`a ${hostile}\n`)).not.toMatch(unsafe);
    const json = printableJson({ [hostile]: hostile }, 2);
    expect(json).not.toMatch(unsafe);
    expect(JSON.parse(json)).toEqual({ [hostile]: hostile });
  },
);

test('our colours do, and what looks like them does not', () => {
  const paint = painter({ isTTY: true }, {});
  expect(forTerminal(paint('bad', '\u001b[32mok'))).toBe('\u001b[31m\\u001b[32mok\u001b[39m');
});
