import { expect } from 'vitest';
import { rows, value } from '../../harness/query.js';
import { test } from '../../harness/fixture.js';
import { failure } from '../../harness/events.js';

const build = 'select app.build_mutation_response($1, $2, $3, $4)';

test('data joins the response at the top level', async ({ db }) => {
  const data = { order: { id: 1, items: [] }, order_number: '\'"\\🦉', empty: null };
  expect(await value(db.sql, build, [true, 'SUCCESS', 'Order created', data])).toEqual({
    success: true,
    code: 'SUCCESS',
    message: 'Order created',
    ...data,
  });
});

test('data may be left out, and the message may be null', async ({ db }) => {
  expect(await value(db.sql, `select app.build_mutation_response(false, 'NOT_FOUND', null)`)).toEqual({
    success: false,
    code: 'NOT_FOUND',
    message: null,
  });
});

test('data cannot overwrite success, code or message', async ({ db }) => {
  const data = { success: true, code: 'SUCCESS', message: 'All is well', id: 1 };
  expect(await value(db.sql, build, [false, 'FORBIDDEN', 'No', data])).toEqual({
    success: false,
    code: 'FORBIDDEN',
    message: 'No',
    id: 1,
  });
});

test('a response without success or code is refused, and data that is no object', async ({ db }) => {
  expect(await failure(db.sql.query(build, [null, 'X', 'x', null]))).toMatchObject({
    code: '22004',
    message: 'p_success is missing',
  });
  expect(await failure(db.sql.query(build, [true, null, 'x', null]))).toMatchObject({
    code: '22004',
    message: 'p_code is missing',
  });
  for (const data of ['[]', '"text"', '1', 'true', 'null']) {
    const error = await failure(db.sql.query(build, [true, 'X', 'x', data]));
    expect(error).toMatchObject({ code: '22023', message: 'p_data is not an object' });
    expect(error.hint).toContain('jsonb_build_object');
  }
});

test('a mutation result has the documented attributes', async ({ db }) => {
  const attributes = `select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
    where attrelid = 'app.mutation_result'::regclass order by attnum`;
  expect(await rows(db.sql, attributes)).toEqual([
    { name: 'id', type: 'uuid' },
    { name: 'updated_fields', type: 'text[]' },
    { name: 'status', type: 'text' },
    { name: 'message', type: 'text' },
    { name: 'object_data', type: 'jsonb' },
    { name: 'extra_metadata', type: 'jsonb' },
  ]);
});
