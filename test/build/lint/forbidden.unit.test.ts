import { expect, test } from 'vitest';
import { forbidden } from '../../../build/lint/forbidden.js';
import { findings } from './findings.js';

test.each([
  ['CREATE SCHEMA', 'create schema app;'],
  ['CREATE ROLE', 'create role reader;'],
  ['CREATE EVENT TRIGGER', 'create event trigger t on ddl_command_end execute function app.f();'],
  ['ALTER FUNCTION', 'alter function app.f() security definer;'],
])('finds %s', async (statement, sql) => {
  expect(await findings(forbidden, sql)).toEqual([expect.stringMatching(new RegExp(`^1: ${statement} `))]);
});

test('accepts tables', async () => {
  expect(await findings(forbidden, 'create table app.t (id uuid);')).toEqual([]);
});
