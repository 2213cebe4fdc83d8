import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import * as library from '../../../src/index.js';

const text = readFileSync('docs/features/MUTATION_RESPONSES.md', 'utf8');

test('the example of the transformer prints what the document shows', () => {
  const [, code = ''] = /^```js\n(.*?)^```$/ms.exec(text) ?? [];
  const [, shown = ''] = /^It prints\n\n((?: {4}.*\n)+)/m.exec(text) ?? [];
  const printed: string[] = [];
  const console = { log: (line: string) => printed.push(line) };
  runInNewContext(code.replace(/^import .*$/gm, ''), { ...library, console });
  expect(printed).toEqual(
    shown
      .trimEnd()
      .split('\n')
      .map((line) => line.trim()),
  );
});

test('every function the document names is there, and every file it links to', () => {
  const named = [...text.matchAll(/`(\w+)\(/g)].map(([, name = '']) => name);
  expect(named).toContain('executeFunctionRawJson');
  for (const name of named) expect(Object.keys(library)).toContain(name);
  for (const [, file = ''] of text.matchAll(/\]\((\.\.[^)]+)\)/g)) {
    expect(() => readFileSync(new URL(`../../../docs/features/${file}`, import.meta.url))).not.toThrow();
  }
});
