import { expect, test } from 'vitest';
import { renderDiagnostic } from '../../../src/specql/diagnostic.js';
import { parseEntities } from '../../../src/specql/parseEntities.js';

/** One line with that many problems. */
const wrong = (problems: number) =>
  `entity: A\nschema: s\nfields: {${Array.from({ length: problems }, (_, n) => `f${n}: txt`).join(', ')}}\n`;

test('what is told of a file with many problems in one line does not grow with their square', () => {
  const { diagnostics } = parseEntities([{ name: 'a.yaml', text: wrong(2000) }]);
  expect(diagnostics).toHaveLength(101);
  expect(diagnostics.at(-1)?.message).toBe('there are more problems; mend those above first');
  expect(JSON.stringify(diagnostics).length).toBeLessThan(200_000);
  const last = diagnostics[99];
  if (last === undefined) throw new Error('it is not there');
  const [, line = '', caret = ''] = renderDiagnostic(last).split('\n');
  expect(line.slice(caret.indexOf('^'))).toMatch(/^txt, f100: txt/);
});

test('a hundred problems are told, and no more is said', () => {
  expect(parseEntities([{ name: 'a.yaml', text: wrong(100) }]).diagnostics).toHaveLength(100);
});
