import { expect, test } from 'vitest';
import { renderDiagnostic } from '../../../src/specql/diagnostic.js';

const at = (sourceLine: string, column: number) =>
  renderDiagnostic({ file: 'a.yaml', line: 3, column, message: 'expected this', sourceLine }).split('\n');

test('shows the place, the line and a caret', () => {
  expect(at('  title: txt', 10)).toEqual(['a.yaml:3:10: expected this', '    title: txt', '           ^']);
});

test('the suggestion follows the message', () => {
  const diagnostic = {
    file: 'a.yaml',
    line: 1,
    column: 1,
    message: 'unknown key',
    nearest: 'entity',
    sourceLine: 'entty: A',
  };
  expect(renderDiagnostic(diagnostic)).toBe('a.yaml:1:1: unknown key; did you mean "entity"?\n  entty: A\n  ^');
});

test('the caret stands right behind tabs and characters of two units, and in a long line', () => {
  expect(at('\t🙂 x', 5)).toEqual(['a.yaml:3:5: expected this', '   🙂 x', '     ^']);
  const [, line = '', caret = ''] = at(`${'a'.repeat(500)}!${'b'.repeat(500)}`, 501);
  expect(line.length).toBe(122);
  expect(line[caret.indexOf('^')]).toBe('!');
});

test('of a part of a line the caret stands right too', () => {
  const diagnostic = { file: 'a.yaml', line: 1, column: 2003, message: 'no', sourceLine: 'ab!c', sourceOffset: 2000 };
  expect(renderDiagnostic(diagnostic)).toBe('a.yaml:1:2003: no\n  ab!c\n    ^');
});

test('an empty line is not shown', () => {
  expect(at('', 1)).toEqual(['a.yaml:3:1: expected this']);
});
