import { expect, test } from 'vitest';
import { advisoryLocks } from '../../../build/lint/advisoryLocks.js';
import { findings } from './findings.js';

const body = (statement: string) => `create function app.f() returns void language sql return ${statement};`;

test.each(['pg_advisory_xact_lock(1)', 'pg_try_advisory_lock_shared(1, 2) is null', 'pg_advisory_unlock(1) is null'])(
  'finds %s',
  async (call) => {
    expect(await findings(advisoryLocks, body(call))).toEqual([expect.stringMatching(/^1: advisory lock outside /)]);
  },
);

test('accepts the lock of a table', async () => {
  expect(await findings(advisoryLocks, 'lock table app.t in share mode;')).toEqual([]);
});
