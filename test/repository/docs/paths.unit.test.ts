import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const documents = [
  ...['ARCHITECTURE.md', 'README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'test/harness/README.md'],
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file}`),
];

/** Paths in backticks that begin in a folder of the repository, and targets of relative links. */
function pathsIn(text: string, folder = '.'): string[] {
  const named = [...text.matchAll(/`((?:extension|build|src|test|bench|examples|docs)\/[\w./-]*\w)\/?`/g)];
  const linked = [...text.matchAll(/\]\(((?!https?:|#)[^)#]+)(?:#[^)]*)?\)/g)];
  return [...named.map(([, found = '']) => found), ...linked.map(([, found = '']) => path.join(folder, found))];
}

test.each(documents)('every path that %s names is there', (file) => {
  const missing = pathsIn(readFileSync(file, 'utf8'), path.dirname(file)).filter((found) => !existsSync(found));
  expect(missing).toEqual([]);
});

test('a path that is not there is found', () => {
  expect(pathsIn('See `src/nowhere.ts` and [this](docs/gone.md#part).')).toEqual(['src/nowhere.ts', 'docs/gone.md']);
});
