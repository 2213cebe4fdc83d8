import { readFile } from 'node:fs/promises';
import { expect } from 'vitest';
import { test } from '../harness/fixture.js';

// One snapshot for all versions: what is installed is the same on each of them. `vitest -u` writes it anew.
test('the installed objects are those of the committed snapshot', async ({ db }) => {
  const sql = await readFile(new URL('schema.sql', import.meta.url), 'utf8');
  const { rows } = await db.sql.query<{ object: string }>(sql);
  const objects = rows.map(({ object }) => object).join('\n');
  await expect(`${objects}\n`).toMatchFileSnapshot('schema.snapshot.txt');
});
