import { expect, test } from 'vitest';
import { parseEntities } from '../../../../src/specql/parseEntities.js';
import { expectDiagnostic, parsed } from '../marked.js';

test.each([
  ['«', 'expected an entity, found an empty file'],
  ['«# only a comment\n', 'expected an entity, found an empty file'],
  ['«- entity: Post\n', 'expected a mapping that begins with "entity: Name", found a list'],
  ['«Post\n', 'expected a mapping that begins with "entity: Name", found "Post"'],
  ['entity: Post\n«entity: Post\n', 'this key is written twice'],
  ['entity: Post\ndescription: «a: b\n', 'expected one value; put a text that holds ": " in quotes'],
  ['entity: Post\nfields:\n«\ttitle: text\n', 'expected spaces; YAML does not allow tabs as indentation'],
  ['entity: «!thing Post\n', 'Unresolved tag: !thing'],
  ['entity: &name Post\ndescription: «*name\n', 'expected a text, found an alias; SpecQL has no aliases'],
  ['entity: Post\n«? [a]\n: b\n', 'expected a key, found a list'],
])('%j', (marked, message) => {
  // The mark of a complex key stands before its question mark.
  expectDiagnostic(marked.replace('«? [', '? «['), message);
});

test('several documents, comments, line ends of Windows and a byte order mark are read', () => {
  const text = '\uFEFF# first\r\nentity: Post\r\n---\r\nentity: Tag\r\nfields:\r\n  name: text!\r\n';
  expect(parsed(text).map(({ name, position }) => [name, position.line])).toEqual([
    ['Post', 2],
    ['Tag', 4],
  ]);
});

test('a fault in one document or file does not hide those of others, and they come in order', () => {
  const { diagnostics } = parseEntities([
    { name: 'b.yaml', text: 'entity: post\n---\n- a\n' },
    { name: 'a.yaml', text: 'entity: [\n' },
  ]);
  expect(diagnostics.map(({ file, line }) => [file, line])).toEqual([
    ['b.yaml', 1],
    ['b.yaml', 3],
    ['a.yaml', 2],
  ]);
});

test('what is nested or long beyond reason is refused', () => {
  const refusals = ['a: '.padEnd(60_000, '['), `entity: Post\ndescription: ${'x'.repeat(1_000_000)}`].map(
    (text) => parseEntities([{ name: 'x', text }]).diagnostics[0]?.message,
  );
  expect(refusals).toEqual([
    'expected fewer levels: the YAML is nested too deeply',
    'expected a file of at most 1000000 characters, found 1000026',
  ]);
});

test.each([
  ['plain', 'entity: Post\nactions:\n  - {name: a, steps: [{validate: 1 «== 2}]}'],
  ['in single quotes', "entity: Post\nactions: [{name: a, steps: [{validate: '''x'' «== 2'}]}]"],
  ['in double quotes, behind an escape', 'entity: Post\nactions: [{name: a, steps: [{validate: "1\\n  «== 2"}]}]'],
  ['folded', 'entity: Post\nactions:\n  - name: a\n    steps:\n      - validate: >-\n          1\n          «== 2\n'],
  [
    'literal',
    'entity: Post\nactions:\n  - name: a\n    steps:\n      - validate: |\n          1 +\n            1 «== 2\n',
  ],
  ['of several lines', 'entity: Post\nactions:\n  - name: a\n    steps:\n      - validate: 1 +\n          1 «== 2\n'],
])('a place inside a scalar is exact: %s', (_, marked) => {
  expectDiagnostic(marked, 'expected an operator of SpecQL, found "==" -> =');
});
