import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const documents = ['ARCHITECTURE.md', 'README.md', 'CONTRIBUTING.md', 'SECURITY.md'];

/** Paths in backticks that begin in a folder of the repository, and targets of relative links. */
function pathsIn(text: string): string[] {
  const named = [...text.matchAll(/`((?:extension|build|src|test|bench|examples|docs)\/[\w./-]*\w)\/?`/g)];
  const linked = [...text.matchAll(/\]\(((?!https?:|#)[^)#]+)(?:#[^)]*)?\)/g)];
  return [...named, ...linked].map(([, found = '']) => found);
}

test.each(documents)('every path that %s names is there', (file) => {
  const missing = pathsIn(readFileSync(file, 'utf8')).filter((found) => !existsSync(path.normalize(found)));
  expect(missing).toEqual([]);
});

test('a path that is not there is found', () => {
  expect(pathsIn('See `src/nowhere.ts` and [this](docs/gone.md#part).')).toEqual(['src/nowhere.ts', 'docs/gone.md']);
});
