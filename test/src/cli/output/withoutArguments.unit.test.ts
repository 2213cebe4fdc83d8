import { expect, test } from 'vitest';
import { commandLine } from '../../../../build/commandLine.js';
import { withoutArguments } from '../../../../src/cli/output/withoutArguments.js';

test.each([
  ['health', '--databse-url=host=h password=my secret'],
  ['health', "--databse-url=password='my secret'"],
  ['health', '--databse-url=password = secret'],
  ['health', '--databse-url=secret'],
  ['health', '-psecret'],
  ['postgresql://u:sec#secret'],
  ['http://u:a/secret@h'],
  ['health', 'postgresql://u:secret@h'],
  ['history', 't', '1', '--limit', 'postgresql://u:sec#secret'],
  ['history', 't', '1', '--limit=postgresql://u:sec#secret'],
  ['tail', '--log', "password='my secret'"],
  ['dead-letters', 'postgresql://u:sec#secret'],
])('what is mistyped in %j is not shown', async (...args) => {
  const { exitCode, stdout, stderr } = await commandLine(args);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toMatch(/^error: /);
  expect(stderr).not.toMatch(/secret/);
});

test('plain words and the names of options are', () => {
  const args = ['nonsense', '--limt=x', '--limit', 'abc'];
  expect(withoutArguments(`unknown 'nonsense' '--limt=x' 'abc'`, args)).toBe(`unknown 'nonsense' '--limt' 'abc'`);
});
