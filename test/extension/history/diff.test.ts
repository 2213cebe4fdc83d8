import { expect } from 'vitest';
import { rows } from '../../harness/query.js';
import { test } from '../../harness/fixture.js';

const diff = 'select column_name as name, old_value as old, new_value as new from app.audit_diff($1, $2)';

test('only changed columns are told, in alphabetical order', async ({ db: { sql } }) => {
  const changed = await rows(sql, diff, [
    { z: 1, b: 'x', same: [1, 2] },
    { z: 2, b: { y: null }, same: [1, 2] },
  ]);
  expect(changed).toEqual([
    { name: 'b', old: 'x', new: { y: null } },
    { name: 'z', old: 1, new: 2 },
  ]);
});

test('a missing column counts as null', async ({ db: { sql } }) => {
  expect(await rows(sql, diff, [{ a: null }, { b: null, c: 1 }])).toEqual([{ name: 'c', old: null, new: 1 }]);
});

test('an inserted or deleted row is told by its columns', async ({ db: { sql } }) => {
  expect(await rows(sql, diff, [null, { id: 1, empty: null }])).toEqual([{ name: 'id', old: null, new: 1 }]);
  expect(await rows(sql, diff, [{ id: 1 }, null])).toEqual([{ name: 'id', old: 1, new: null }]);
  expect(await rows(sql, diff, [null, null])).toEqual([]);
});

test('numbers differ digit by digit', async ({ db: { sql } }) => {
  expect(await rows(sql, `select column_name as name from app.audit_diff('{"n": 1.0}', '{"n": 1.00}')`)).toEqual([
    { name: 'n' },
  ]);
});
