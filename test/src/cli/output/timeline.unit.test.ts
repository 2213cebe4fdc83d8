import { expect, test } from 'vitest';
import type { AuditRow } from '../../../../src/audit/auditRow.js';
import type { CascadeDocument } from '../../../../src/mutation/cascade.js';
import { painter } from '../../../../src/cli/output/paint.js';
import { timeline } from '../../../../src/cli/output/timeline.js';

const plain = (_: unknown, text: string) => text;

const row: AuditRow = {
  audit_id: '0190d7f0-5a3c-7c3e-9d57-4f2f5a1c9b11',
  operation_type: 'UPDATE',
  changed_by: null,
  changed_at: new Date('2025-01-31T12:00:00.123Z'),
  old_values: { a: 1 },
  new_values: { a: 2 },
  change_reason: null,
  cascade_entities: null,
  cascade_source: null,
  affected_entity_count: 0,
  session_user_name: null,
};

const lines = (changed: Partial<AuditRow>) => timeline('t 1', [{ ...row, ...changed }], plain).split('\n');

test('says when there is nothing', () => {
  expect(timeline('t 1', [], plain)).toBe('t 1: no changes found\n');
});

test('shows what changed, nulls included, and leaves out what did not', () => {
  const before = { a: 1, b: null, c: 'x', d: { e: [1] }, gone: true };
  const after = { a: 1, b: 'y', c: null, d: { e: [2] }, added: 0 };
  expect(lines({ old_values: before, new_values: after }).slice(3)).toEqual([
    '  b: null -> "y"',
    '  c: "x" -> null',
    '  d: {"e":[1]} -> {"e":[2]}',
    '  gone: true -> null',
    '  added: null -> 0',
    '',
  ]);
});

test('shows that long values changed, and not all of them', () => {
  const [long, longer] = ['x'.repeat(500), 'x'.repeat(501)];
  expect(lines({ old_values: { a: long }, new_values: { a: longer } })[3]).toMatch(
    /^ {2}a: "x{119}\.\.\. \(502 characters\) -> "x{119}\.\.\. \(503 characters\)$/,
  );
});

test('a value can neither move the cursor nor fake a line', () => {
  const hostile = 'ok\r\n2025-01-01T00:00:00.000Z  DELETE\u001b[2J\u009b1m\u2028';
  const shown = lines({
    new_values: { [hostile]: hostile },
    change_reason: hostile,
    cascade_source: hostile,
    session_user_name: hostile,
    changed_by: hostile,
    operation_type: hostile as 'UPDATE',
    cascade_data: {
      updated: [{ operation: hostile, __typename: hostile, id: hostile }],
    } as unknown as CascadeDocument,
  });
  // eslint-disable-next-line no-control-regex -- control characters are what it looks for
  expect(shown.join('')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028]/);
  expect(shown.filter((line) => line.startsWith('2025'))).toHaveLength(1);
});

test.each([
  { updated: 5, deleted: [] },
  { updated: [null, 5], deleted: 'all' },
  { updated: { length: 1 } },
  { deleted: [{ operation: { toString: 1 } }] },
])('the cascade %j, which an application may give, leaves the history readable', (given) => {
  const cascade_data = given as unknown as CascadeDocument;
  expect(lines({ cascade_entities: ['User'], cascade_data })).toContain('  mutation: without a name, affected User');
});

test('a time without an end is shown', () => {
  expect(lines({ changed_at: Infinity as unknown as Date })[2]).toMatch(/^Infinity {2}UPDATE/);
});

test('an operation of a name that every object has is shown', () => {
  const painted = timeline(
    't 1',
    [{ ...row, operation_type: 'constructor' as 'UPDATE' }],
    painter({ isTTY: true }, {}),
  );
  expect(painted).toContain('constructor');
});

test('a cascade the application gave may lack its lists and its name', () => {
  const cascade_data = { metadata: {} } as CascadeDocument;
  expect(lines({ cascade_entities: ['User'], cascade_data })).toContain('  mutation: without a name, affected User');
});
