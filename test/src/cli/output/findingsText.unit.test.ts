import { expect, test } from 'vitest';
import { findingsText, type Found } from '../../../../src/cli/output/findingsText.js';
import { painter } from '../../../../src/cli/output/paint.js';

test('nothing of a finding begins a line of its own', () => {
  const hostile = 'task 1\n\nerrors: 0, warnings: 0\u001b[2J';
  const found: Found = { check: hostile, status: 'error', detail: hostile, hint: hostile };
  const lines = findingsText([found], (_, text) => text).split('\n');
  expect(lines).toHaveLength(5);
  expect(lines[3]).toBe('errors: 1, warnings: 0');
});

test('a status of a name that every object has is shown as a bad one', () => {
  const found = { check: 'x', status: 'constructor' as 'ok', detail: null, hint: null };
  expect(findingsText([found], painter({ isTTY: true }, {}))).toContain('constructor');
});
