import { expect, test } from 'vitest';
import { cdcOptions } from '../../../../src/cdc/config/cdcOptions.js';
import { commandLine } from '../../../../build/commandLine.js';

const given = { databaseHost: 'db', databaseName: 'blog' };

test('only host and name of the database have to be given', () => {
  expect(cdcOptions(given)).toMatchObject({ databaseUser: 'specql_debezium', topicPrefix: 'specql', mode: 'table' });
});

test.for([
  [{ databaseHost: '' }, '--database-host is missing'],
  [{ databaseName: '' }, '--database-name is missing'],
  [{ databaseHost: 'db/x' }, '--database-host cannot be "db/x"'],
  [{ databaseName: '${env:HOME}' }, '--database-name cannot be "${env:HOME}"'],
  [{ databaseUser: 'a\nb' }, '--database-user cannot be "a\\nb"'],
  [{ databasePort: 0 }, '--database-port cannot be 0'],
  [{ databasePort: Number.NaN }, '--database-port cannot be NaN'],
  [{ passwordReference: 'secret' }, '--password-reference cannot be "secret"'],
  [{ kafkaHost: 'kafka' }, '--kafka-host cannot be "kafka"'],
  [{ topicPrefix: 'a b' }, '--topic-prefix cannot be "a b"'],
  [{ connectorName: 'a/b' }, '--connector-name cannot be "a/b"'],
  [{ slotName: 'Slot' }, '--slot-name cannot be "Slot"'],
] as const)('refuses %o', ([wrong, message]) => {
  expect(() => cdcOptions({ ...given, ...wrong })).toThrow(message);
});

test.for([
  [['--database-name', 'blog'], 'error: --database-host is missing\nhint: Give the name or address'],
  [['--database-host', 'db'], 'error: --database-name is missing\nhint: '],
  [['--mode', 'both'], "error: option '--mode <mode>' argument 'both' is invalid. Allowed choices are table, wal."],
  [['--snapshot', 'never'], 'Allowed choices are no_data, initial, when_needed.'],
] as const)('the command line refuses %s', async ([args, message]) => {
  const { exitCode, stdout, stderr } = await commandLine(['cdc', 'generate-config', ...args]);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toContain(message);
});
