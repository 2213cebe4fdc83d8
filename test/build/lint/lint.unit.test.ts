import { expect, test } from 'vitest';
import { assemble } from '../../../build/assemble.js';
import { extensionFiles } from '../../../build/extension.js';
import { lint } from '../../../build/lint/lint.js';

test('a script that breaks several rules is told of each, with file and line', async () => {
  const sources = new Map([
    ['install.sql', '\\ir a.sql\n\\ir b.sql'],
    ['a.sql', 'create schema app;'],
    ['b.sql', "-- a table\ncreate table if not exists app.t (id uuid);\ncomment on table app.t is 'x';"],
  ]);
  const findings = await lint(assemble(sources, '1.0'));
  expect(
    findings.map(({ origin, message }) => `${origin.file}:${origin.line}: ${message.split(' ', 3).join(' ')}`),
  ).toEqual(['b.sql:2: IF NOT EXISTS', 'a.sql:1: CREATE SCHEMA would', 'b.sql:2: app.t would be']);
});

test('a syntax error is the only finding', async () => {
  const findings = await lint(
    assemble(
      new Map([
        ['install.sql', '\\ir a.sql'],
        ['a.sql', 'creat schema app;'],
      ]),
      '1.0',
    ),
  );
  expect(findings.map(({ message }) => message)).toEqual(['syntax error at or near "creat"']);
});

test('the extension itself breaks no rule', async () => {
  const { script } = await extensionFiles();
  expect(await lint(script)).toEqual([]);
});
