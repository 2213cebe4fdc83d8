import { expect } from 'vitest';
import { executeFunctionRawJson } from '../../../src/response/executeFunctionRawJson.js';
import { JsonTransformer } from '../../../src/response/transform/jsonTransformer.js';
import { test } from '../../harness/fixture.js';

test('JSON comes as the text that the server wrote, every digit of it', async ({ db: { sql } }) => {
  await sql.query(`create function app.echo(p_value json) returns json language sql return p_value`);
  const text = '{"user_id" : 12345678901234567890.10, "a_b":1,"a_b":2}';
  const json = await executeFunctionRawJson(sql, 'app.echo', [text]);
  expect(json).toBe(text);
  expect(new JsonTransformer({ $: 'User' }).transform(json ?? '')).toBe(
    '{"__typename":"User","userId" : 12345678901234567890.10, "aB":1,"aB":2}',
  );
  // Other queries of the client parse as before.
  expect((await sql.query(`select '{"a": 1}'::json as json, 1::int4 as n`)).rows).toEqual([{ json: { a: 1 }, n: 1 }]);
});

test('arguments go by position or by name, and objects as JSON', async ({ db: { sql } }) => {
  const build = 'app.build_mutation_response';
  const byName = { p_message: 'No', p_code: 'NOT_FOUND', p_success: false, p_data: { order_id: 1 } };
  expect(JSON.parse((await executeFunctionRawJson(sql, build, byName)) ?? '')).toEqual({
    success: false,
    code: 'NOT_FOUND',
    message: 'No',
    order_id: 1,
  });
  expect(await executeFunctionRawJson(sql, build, [true, 'OK', null])).toBe(
    '{"code": "OK", "message": null, "success": true}',
  );
});

test('composites, arrays, scalars and nulls become JSON', async ({ db: { sql } }) => {
  await sql.query(`
    create function app.result() returns app.mutation_result language sql
    return row(null, '{a_b}', 'success', 'it''s done', '{"n": 1.10}', null)::app.mutation_result;
    create function app.numbers() returns bigint[] language sql return array[9007199254740993];
    create function app.nothing() returns jsonb language sql return null::jsonb;`);
  expect(await executeFunctionRawJson(sql, 'app.result')).toBe(
    `{"id":null,"updated_fields":["a_b"],"status":"success","message":"it's done","object_data":{"n": 1.10},"extra_metadata":null}`,
  );
  expect(await executeFunctionRawJson(sql, 'app.numbers')).toBe('[9007199254740993]');
  expect(await executeFunctionRawJson(sql, 'app.nothing')).toBeNull();
});

test('names are quoted, whatever is in them', async ({ db: { sql } }) => {
  await sql.query(
    `create schema "Shop; x"; create function "Shop; x"."do ""it"""("Select" text) returns text language sql return "Select"`,
  );
  expect(await executeFunctionRawJson(sql, 'Shop; x.do "it"', { Select: '\'"' })).toBe(String.raw`"'\""`);
  await expect(executeFunctionRawJson(sql, 'app.now(); select 1; --')).rejects.toMatchObject({ code: '42883' });
});

test.each(['delete_customer', '', '.x', 'app.', 'a.b.c'])(
  '%j is refused: the schema decides which function it is',
  async (name) => {
    const client = { query: () => Promise.reject(new Error('nothing may be asked')) };
    await expect(executeFunctionRawJson(client as never, name)).rejects.toMatchObject({
      name: 'SpecqlCdcError',
      message: `${JSON.stringify(name)} is no function with its schema`,
    });
  },
);

test('what the server refuses is thrown as it is', async ({ db: { sql } }) => {
  await expect(executeFunctionRawJson(sql, 'app.build_mutation_response', [null, 'X', 'x'])).rejects.toMatchObject({
    code: '22004',
    message: 'p_success is missing',
  });
});
