import { expect, test } from 'vitest';
import { qualifiedTypes } from '../../../build/lint/qualifiedTypes.js';
import { findings } from './findings.js';

const plpgsql = (declare: string, body: string, options = '') =>
  `create function app.f(p_name text) returns text language plpgsql ${options} as $$ declare ${declare} begin ${body} end $$;`;

test.each([
  [
    'v_count bigint; v_there boolean; v_snapshot pg_catalog.txid_snapshot; v_target app.target;',
    'return p_name::integer;',
  ],
  ['v_like app.target.name%type;', 'v_like := 1::bigint;'],
])('accepts keywords and qualified types: "%s"', async (declare, body) => {
  expect(await findings(qualifiedTypes, plpgsql(declare, body))).toEqual([]);
});

test.each([
  ['v_snapshot txid_snapshot;', 'return null;', 'txid_snapshot'],
  ['v_row record;', 'return null;', 'record'],
  ['v_count bigint := p_name::oid;', 'return null;', 'oid'],
  ['v_count bigint;', 'v_count := p_name::oid;', 'oid'],
  ['v_count bigint;', 'select p_name::oid into v_count;', 'oid'],
  ['v_count bigint;', 'for v_count in select p_name::oid loop null; end loop;', 'oid'],
  ['v_count bigint;', 'if p_name::oid > 1 then return 1; end if;', 'oid'],
])('finds a type of the caller’s path in "%s %s"', async (declare, body, type) => {
  expect(await findings(qualifiedTypes, plpgsql(declare, body))).toEqual([`1: app.f(text): write pg_catalog.${type}`]);
});

test('looks into SQL bodies, and not into pinned ones', async () => {
  const sql = "create function app.f() returns text language sql as 'select null::uuid';";
  expect(await findings(qualifiedTypes, sql)).toEqual(['1: app.f(): write pg_catalog.uuid']);
  const pinned = plpgsql('v_row record;', 'return null;', 'set search_path = pg_catalog, pg_temp');
  expect(await findings(qualifiedTypes, pinned)).toEqual([]);
});
