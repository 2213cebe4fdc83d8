import { expect } from 'vitest';
import { extensionFunctions } from '../../../../src/specql/words/extensionFunctions.js';
import { reservedWords, systemColumns } from '../../../../src/specql/words/reservedColumns.js';
import { test } from '../../../harness/fixture.js';

test('every reserved word of the server is refused as a field, and every system column', async ({ emptyDb }) => {
  const { rows: words } = await emptyDb.sql.query<{ word: string }>(
    `select word from pg_get_keywords() where catcode in ('R', 'T') order by word`,
  );
  expect(words.map(({ word }) => word).filter((word) => !reservedWords.includes(word))).toEqual([]);
  const { rows: columns } = await emptyDb.sql.query<{ attname: string }>(
    `select attname from pg_attribute where attrelid = 'pg_class'::regclass and attnum < 0`,
  );
  expect(columns.map(({ attname }) => attname).filter((name) => !systemColumns.includes(name))).toEqual([]);
});

test('every function of the installed extension is refused as an action; npm run build:specql lists them', async ({
  db,
}) => {
  const { rows } = await db.sql.query<{ name: string }>(
    `select distinct proname as name from pg_proc where pronamespace = 'app'::regnamespace order by name`,
  );
  expect(rows.map(({ name }) => name).filter((name) => !extensionFunctions.has(name))).toEqual([]);
});
