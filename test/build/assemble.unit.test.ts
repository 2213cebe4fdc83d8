import { expect, test } from 'vitest';
import { assemble } from '../../build/assemble.js';

const sources = (entries: Record<string, string>) => new Map(Object.entries(entries));

test('files are inlined in the order of the list, after the guard against psql', () => {
  const { sql } = assemble(
    sources({
      'a.sql': 'select 1;\n',
      'install.sql': '-- first the types\n\n\\ir room/b.sql\n  \\ir a.sql\n',
      'room/b.sql': 'select 2;\nselect 3;',
    }),
    '1.0',
  );
  expect(sql).toBe(
    '\\echo Use "CREATE EXTENSION specql_cdc" to load this file. \\quit\nselect 2;\nselect 3;\nselect 1;\n',
  );
});

test('every line of the script knows its source', () => {
  const { sql, origins } = assemble(
    sources({ 'install.sql': '\\ir b.sql\n\\ir a.sql', 'a.sql': 'one\r\ntwo', 'b.sql': 'three\n' }),
    '1.0',
  );
  const lines = sql.trimEnd().split('\n');
  expect(origins).toHaveLength(lines.length);
  expect(origins.slice(1)).toEqual([
    { file: 'b.sql', line: 1 },
    { file: 'a.sql', line: 1 },
    { file: 'a.sql', line: 2 },
  ]);
});

test('@extversion@ becomes the version', () => {
  const { sql } = assemble(
    sources({ 'install.sql': '\\ir a.sql', 'a.sql': "select '@extversion@', '@extversion@'" }),
    '1.3',
  );
  expect(sql).toContain("select '1.3', '1.3'");
});

test.each([
  ['a file that does not exist', { 'install.sql': '\\ir a.sql' }, 'install.sql:1: a.sql does not exist'],
  ['a file twice', { 'install.sql': '\\ir a.sql\n\\ir a.sql', 'a.sql': '' }, 'install.sql:2: a.sql is listed twice'],
  ['no list', { 'a.sql': '' }, 'install.sql does not exist'],
  ['a file not listed', { 'install.sql': '', 'room/a.sql': '' }, 'room/a.sql: not listed in install.sql'],
  ['a statement in the list', { 'install.sql': '-- x\nselect 1;' }, 'install.sql:2: expected "\\ir path" or a comment'],
  ['a psql command in a file', { 'install.sql': '\\ir a.sql', 'a.sql': '\n\\set x 1' }, 'a.sql:2: psql command'],
])('refuses %s', (_, entries, message) => {
  expect(() => assemble(sources(entries as Record<string, string>), '1.0')).toThrow(message);
});
