import { expect } from 'vitest';
import { test } from '../../../harness/fixture.js';
import { commandLine, jsonOf } from '../../../../build/commandLine.js';
import { until } from '../../../harness/until.js';

test('installs the extension and says its version', async ({ emptyDb }) => {
  expect(await commandLine(['install', '--database-url', emptyDb.url])).toEqual({
    exitCode: 0,
    stdout: 'specql_cdc 1.0 is installed.\n',
    stderr: '',
  });
  const { rows } = await emptyDb.sql.query('select extversion from pg_extension where extname = $1', ['specql_cdc']);
  expect(rows).toEqual([{ extversion: '1.0' }]);
});

test('leaves an installed extension as it is', async ({ db }) => {
  const { stdout } = await commandLine(['install', '--upgrade', '--database-url', db.url]);
  expect(stdout).toBe('specql_cdc 1.0 was installed already.\n');
  expect(await jsonOf(db.url, 'install')).toEqual({ version: '1.0', previous: '1.0', available: '1.0' });
});

test('five installations at once all succeed', async ({ emptyDb }) => {
  const outcomes = await Promise.all(Array.from({ length: 5 }, () => jsonOf(emptyDb.url, 'install')));
  const installed = { version: '1.0', previous: null, available: '1.0' };
  const found = { ...installed, previous: '1.0' };
  expect(outcomes).toEqual(expect.arrayContaining([installed, found, found, found, found]));
});

test('passes on why the server refused, and installs nothing', async ({ emptyDb }) => {
  const stranger = await emptyDb.createRole('stranger');
  const url = emptyDb.url.replace('specql_owner', stranger);
  const { exitCode, stdout, stderr } = await commandLine(['install', '--database-url', url]);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toMatch(
    /^error: permission denied for database \w+ \(42501\)\nhint: Installing needs the CREATE right/,
  );
  expect((await emptyDb.sql.query(`select to_regnamespace('app') as app`)).rows).toEqual([{ app: null }]);
});

test('every other command says when the extension is not installed', async ({ emptyDb }) => {
  for (const command of [['enable', 't'], ['disable', 't'], ['history', 't', '1'], ['health']]) {
    expect(await commandLine([...command, '--database-url', emptyDb.url])).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: 'error: extension specql_cdc is not installed in this database\nhint: Install it: specql-cdc install.\n',
    });
  }
});

test('a role that holds an advisory lock does not make an installation wait', async ({ emptyDb }) => {
  const stranger = await emptyDb.connect(await emptyDb.createRole('stranger'));
  await stranger.query(`select pg_advisory_lock(hashtextextended('specql_cdc: install', 0))`);
  expect(await jsonOf(emptyDb.url, 'install')).toMatchObject({ version: '1.0', previous: null });
});

test('an installation that waits for another says so, and goes on when the other is undone', async ({ emptyDb }) => {
  await emptyDb.sql.query('begin; create schema app');
  const printed = { stdout: '', stderr: '' };
  const args = ['install', '--lock-timeout', '600', '--database-url', emptyDb.url];
  const outcome = commandLine(args, { printed });
  await until(() => /waiting for a lock that is held by pid \d+/.test(printed.stderr));
  await emptyDb.sql.query('rollback');
  expect(await outcome).toMatchObject({ exitCode: 0, stdout: 'specql_cdc 1.0 is installed.\n' });
});

test('an installation that waits too long for another gives up', async ({ emptyDb }) => {
  await emptyDb.sql.query('begin; create schema app');
  const { exitCode, stderr } = await commandLine(['install', '--lock-timeout', '1', '--database-url', emptyDb.url]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('(55P03)');
});
