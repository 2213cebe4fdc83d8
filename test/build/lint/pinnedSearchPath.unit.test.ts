import { expect, test } from 'vitest';
import { pinnedSearchPath } from '../../../build/lint/pinnedSearchPath.js';
import { findings } from './findings.js';

const definer = (options: string) =>
  `create function app.f(p_id uuid) returns int language sql ${options} as 'select 1';`;

test.each(['security definer set search_path = pg_catalog, pg_temp', 'set search_path = pg_catalog, pg_temp'])(
  'accepts "%s"',
  async (options) => {
    expect(await findings(pinnedSearchPath, definer(options))).toEqual([]);
  },
);

test('accepts a body that is looked up when the function is created', async () => {
  const standard = 'create function app.f() returns int language sql return 1;';
  expect(await findings(pinnedSearchPath, standard)).toEqual([]);
});

test.each(['security invoker', '', 'set search_path = public'])('finds a caller’s path in "%s"', async (options) => {
  expect(await findings(pinnedSearchPath, definer(options))).toEqual([
    '1: app.f(uuid) looks names up where its caller says: add "set search_path = pg_catalog, pg_temp"',
  ]);
});

test('accepts a reason, but not for a definer function', async () => {
  const reason = '-- unpinned: every name is qualified\n';
  expect(await findings(pinnedSearchPath, reason + definer(''))).toEqual([]);
  expect(await findings(pinnedSearchPath, '-- unpinned:\n' + definer(''))).toHaveLength(1);
  expect(await findings(pinnedSearchPath, reason + definer('security definer'))).toHaveLength(1);
});

test.each([
  'security definer',
  'security definer set search_path = pg_catalog',
  'security definer set search_path = pg_temp, pg_catalog',
  'security definer set search_path = pg_catalog, app, pg_temp',
  "security definer set search_path = 'pg_catalog, pg_temp'",
  'security definer set search_path from current',
  'security definer set search_path = pg_catalog, pg_temp set search_path = public',
  'security definer set work_mem = pg_catalog, pg_temp',
])('finds "%s"', async (options) => {
  expect(await findings(pinnedSearchPath, definer(options))).toEqual([
    '1: app.f(uuid) is SECURITY DEFINER: add "set search_path = pg_catalog, pg_temp"',
  ]);
});
