import { expect, test } from 'vitest';
import { publicExecute } from '../../../build/lint/publicExecute.js';
import { findings } from './findings.js';

const create = `create function app.f(p_a integer, out b text, variadic c timestamptz[]) returns text language sql as 'select 1';\n`;
const found = '1: PUBLIC may execute it: add "revoke all on function app.f(int4, timestamptz[]) from public;"';

test.each([
  'revoke all on function app.f(int, timestamp with time zone[]) from public;',
  'revoke all on routine app.f(pg_catalog.int4, timestamptz[]) from public;',
  'revoke execute on function app.f(int, timestamptz[]) from public;',
  'revoke all on all functions in schema app from public;',
])('accepts a function followed by "%s"', async (revoke) => {
  expect(await findings(publicExecute, create + revoke)).toEqual([]);
});

test.each([
  '',
  'revoke all on function app.f(bigint, timestamptz[]) from public;',
  'revoke all on function app.g(int, timestamptz[]) from public;',
  'revoke all on function app.f(int, timestamptz[]) from someone;',
  'revoke all on all tables in schema app from public;',
])('finds a function followed by "%s"', async (revoke) => {
  expect(await findings(publicExecute, create + revoke)).toEqual([found]);
});

test('a revoke for the whole schema covers only functions created before it', async () => {
  expect(await findings(publicExecute, `revoke all on all functions in schema app from public;\n${create}`)).toEqual([
    found.replace('1:', '2:'),
  ]);
});

test('a procedure needs it too', async () => {
  expect(await findings(publicExecute, "create procedure app.p() language sql as 'select 1';")).toEqual([
    '1: PUBLIC may execute it: add "revoke all on procedure app.p() from public;"',
  ]);
});

test('a grant to PUBLIC is found', async () => {
  const sql = 'grant execute on function app.f(int) to public; grant select on app.t to public;';
  expect(await findings(publicExecute, sql)).toEqual([
    '1: grants a function to PUBLIC: grant it to the roles that need it',
  ]);
});
