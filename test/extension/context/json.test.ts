import { expect } from 'vitest';
import { test } from '../../harness/fixture.js';
import { value } from '../../harness/query.js';

const read = `select app.context_jsonb('app.cascade_data') from set_config('app.cascade_data', $1, false)`;

test('an object is read as it is', async ({ db }) => {
  const document = { updated: [{ __typename: 'Pöst', id: "O'Neill", entity: { a: null } }], deleted: [] };
  expect(await value(db.sql, read, [JSON.stringify(document)])).toEqual(document);
});

test('anything else is refused by name', async ({ db }) => {
  for (const [what, setting] of [
    ['text', 'post'],
    ['half an object', '{"updated": ['],
    ['an array', '[]'],
    ['a string', '"{}"'],
    ['null', 'null'],
    ['a character no text can hold', '{"a": "\\u0000"}'],
    ['deeper than the stack', '['.repeat(100_000)],
  ]) {
    await expect(value(db.sql, read, [setting]), what).rejects.toMatchObject({
      code: '22P02',
      message: 'setting app.cascade_data is not a JSON object',
      hint: expect.stringContaining('{"updated": [], "deleted": []}') as string,
    });
  }
});

test('a long value is shown by its beginning only', async ({ db }) => {
  await expect(value(db.sql, read, ['x'.repeat(10_000)])).rejects.toMatchObject({
    detail: `Its value is '${'x'.repeat(100)}'.`,
  });
});
