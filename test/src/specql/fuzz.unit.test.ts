import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { renderDiagnostic } from '../../../src/specql/diagnostic.js';
import { parseEntities } from '../../../src/specql/parseEntities.js';
import { functionNames } from '../../../src/specql/syntax/expression.js';
import { actionKeys, entityKeys, stepKeys } from '../../../src/specql/words/mappingKeys.js';
import { exampleFiles } from './exampleFiles.js';
import { withSteps } from './marked.js';

/** Parses; a throw, a loop without end or a diagnostic outside of the file fails the test. */
function survives(text: string): void {
  const { entities, diagnostics } = parseEntities([{ name: 'x.yaml', text }]);
  const lines = text.split('\n');
  for (const diagnostic of diagnostics) {
    const { line, column } = diagnostic;
    expect(line >= 1 && line <= lines.length && column >= 1 && column <= (lines[line - 1] ?? '').length + 1).toBe(true);
    expect(renderDiagnostic(diagnostic)).toContain(`x.yaml:${line}:${column}: `);
  }
  expect(entities.length > 0).toBe(diagnostics.length === 0);
}

const words = fc.constantFrom(
  ...[
    'entity',
    'Post',
    'title',
    'status',
    'text!',
    'enum(a, b) = a',
    'ref(Post)',
    'list(text)',
    'input.id',
    "'x'",
    '5',
  ],
  ...[...entityKeys, ...actionKeys, ...Object.keys(stepKeys), 'constructor', '__proto__', 'toString'],
);

const examples = fc.constantFrom(...exampleFiles().map(({ text }) => text));

test('random text is told, never a crash', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), survives), { numRuns: 500 });
});

test('random YAML of SpecQL words is told, never a crash', () => {
  const yaml = fc.letrec((tie) => ({
    value: fc.oneof({ maxDepth: 6 }, words, fc.jsonValue(), fc.array(tie('value')), fc.dictionary(words, tie('value'))),
  })).value;
  const top = fc.dictionary(words, yaml).map((others) => stringify({ entity: 'Post', ...others }));
  fc.assert(fc.property(top, survives), { numRuns: 500 });
});

test('examples with pieces cut, doubled, swapped and put in are told, never a crash', () => {
  const insertion = fc.oneof(
    words,
    fc.constantFrom(
      '\n',
      ' ',
      ': ',
      '- ',
      '{',
      '[',
      '"',
      "'",
      '|',
      '&a ',
      '*a',
      '!x ',
      '# ',
      '%',
      '\t',
      '\uFEFF',
      '\0',
      '🙂',
    ),
  );
  const edits = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 30 }), fc.boolean(), insertion), {
    minLength: 1,
    maxLength: 5,
  });
  const mutated = fc.tuple(examples, edits).map(([text, changes]) =>
    changes.reduce((before, [place, length, double, put]) => {
      const at = place % (before.length + 1);
      const piece = before.slice(at, at + length);
      return before.slice(0, at) + (double ? piece + piece : '') + put + before.slice(at + length);
    }, text),
  );
  fc.assert(fc.property(mutated, survives), { numRuns: 1000 });
});

test('random expressions are told, never a crash', () => {
  const token = fc.oneof(
    fc.constantFrom(
      ...'( ) [ ] , . = != < <= + - * / % || ! == <> && not and or in is null like matches SET WHERE input'.split(' '),
    ),
    fc.constantFrom(
      'title',
      'status',
      'views',
      'shown',
      'parent',
      'meta',
      'id',
      'Post',
      "'draft'",
      "''",
      '5',
      '1.5',
      'true',
    ),
    fc.constantFrom(...functionNames),
    fc.string({ maxLength: 3 }),
  );
  const text = fc.array(token, { maxLength: 25 }).map((tokens) => tokens.join(' '));
  const step = fc.constantFrom(
    'validate: ',
    'insert: Post SET title = ',
    'update: Post WHERE ',
    'update: Post SET ',
    'call: ',
  );
  fc.assert(
    fc.property(step, text, (word, body) => {
      survives(
        withSteps(
          `- ${JSON.stringify(word.trim().replace(/:.*/, ''))}: ${JSON.stringify(word.replace(/^\w+: /, '') + body)}`,
        ),
      );
    }),
    { numRuns: 1000 },
  );
});

test('random types and defaults are told, never a crash', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      'text',
      'enum(',
      'ref(',
      'list(',
      ')',
      '!',
      '=',
      ',',
      'a',
      "'a'",
      '5',
      '[',
      ']',
      '{',
      '}',
      'Post',
      '1e999',
      '-',
      '2025-13-45',
    ),
    fc.string({ maxLength: 3 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      survives(`entity: Post\nfields:\n  f: ${JSON.stringify(pieces.join(' '))}\n`);
    }),
    { numRuns: 1000 },
  );
});

test.each([
  ['flow lists', '['.repeat(100_000)],
  ['flow mappings', '{a: '.repeat(50_000)],
  ['block lists', '- '.repeat(50_000)],
  ['indentation', Array.from({ length: 1_000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
  ['steps', withSteps(`- ${'{if: shown, then: ['.repeat(5_000)}`)],
  ['parentheses', withSteps(`- validate: ${'('.repeat(9_000)}`)],
  ['signs', withSteps(`- validate: ${'-'.repeat(9_000)}1`)],
  ['not', withSteps(`- validate: ${'not '.repeat(900)}shown`)],
  ['types', `entity: Post\nfields: {f: ${'list('.repeat(1_900)}}`],
  ['JSON', `entity: Post\nfields: {f: "json = ${'['.repeat(100_000)}"}`],
  ['quotes', `entity: Post\nfields: {f: "list(text) = [${"'".repeat(100_001)}"}`],
  ['escapes', withSteps(`- validate: "${'\\x41'.repeat(2_000)} == 5"`)],
  ['anchors', `a: &a [x]\n${Array.from({ length: 1_000 }, (_, n) => `b${n}: &b${n} [*a, *a]`).join('\n')}`],
  ['documents', 'entity: Post\n---\n'.repeat(5_000)],
  ['fields', `entity: Post\nfields:\n${Array.from({ length: 5_000 }, (_, n) => `  f${n}: text`).join('\n')}`],
])(
  '%s without end are refused or read in good time',
  (_, text) => {
    survives(text);
  },
  20_000,
);
