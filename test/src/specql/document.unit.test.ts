import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { standardColumns } from '../../../src/specql/rowColumns.js';
import { renderDiagnostic } from '../../../src/specql/diagnostic.js';
import { parseEntities } from '../../../src/specql/parseEntities.js';
import { functionNames } from '../../../src/specql/syntax/expression.js';
import { scalarNames } from '../../../src/specql/syntax/field.js';
import * as keys from '../../../src/specql/words/mappingKeys.js';
import { operators } from '../../../src/specql/words/operators.js';

const document = readFileSync('docs/features/SPECQL.md', 'utf8');
const blocks = [...document.matchAll(/^```yaml\n([^]*?)^```\n(?:\n```text\n([^]*?)^```$)?/gm)].map(
  ([, yaml = '', shown = ''], number) => ({ number, yaml, shown }),
);
const [running] = blocks;

/** Steps alone belong to another action of the running example. */
const wholeFile = (yaml: string): string =>
  yaml.startsWith('- ')
    ? (running?.yaml ?? '').replace(
        '---',
        `  - name: of_the_document\n    steps:\n${yaml.replace(/^/gm, '      ')}\n---`,
      )
    : yaml;

test.each(blocks)('docs/features/SPECQL.md: example $number is read as it says', ({ yaml, shown }) => {
  const { diagnostics } = parseEntities([{ name: 'post.yaml', text: wholeFile(yaml) }]);
  expect(diagnostics.map((diagnostic) => `${renderDiagnostic(diagnostic)}\n`).join('')).toBe(shown);
});

test('docs/features/SPECQL.md: names every word of the language', () => {
  expect(blocks.length).toBeGreaterThan(8);
  const words = [
    ...Object.values(keys).flatMap((each): string[] => Object.values<string | readonly string[]>(each).flat()),
    ...[...scalarNames, ...functionNames, ...Object.keys(standardColumns)],
    ...[...operators.keys()].map((word) => word.replace('||', '\\|\\|')),
  ];
  expect(words.filter((word) => !document.includes(word))).toEqual([]);
});
