import { expect, test } from 'vitest';
import { pinnedSearchPath } from '../../../build/lint/pinnedSearchPath.js';
import { findings } from './findings.js';

const definer = (options: string) =>
  `create function app.f(p_id uuid) returns int language sql ${options} as 'select 1';`;

test.each(['security definer set search_path = pg_catalog, pg_temp', 'security invoker', ''])(
  'accepts "%s"',
  async (options) => {
    expect(await findings(pinnedSearchPath, definer(options))).toEqual([]);
  },
);

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
