import { expect } from 'vitest';
import { test } from '../../harness/fixture.js';
import { column } from '../../harness/query.js';

test('every id is a uuid of version 7, and another one', async ({ db }) => {
  const ids = await column(db.sql, 'select app.uuidv7()::text from generate_series(1, 10000)');
  expect(new Set(ids).size).toBe(10_000);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('an id made in a later millisecond sorts after an earlier one', async ({ db }) => {
  const ids = [];
  for (let i = 0; i < 20; i++) {
    ids.push(...(await column(db.sql, 'select app.uuidv7()::text from pg_sleep(0.002)')));
  }
  expect(ids).toEqual([...ids].sort());
});

test('an id holds the time it was made', async ({ db }) => {
  const times = await column(
    db.sql,
    `select ('x0000' || left(replace(app.uuidv7()::text, '-', ''), 12))::bit(64)::bigint between
       floor(extract(epoch from statement_timestamp()) * 1000) and ceil(extract(epoch from clock_timestamp()) * 1000)`,
  );
  expect(times).toEqual([true]);
});
