import { expect, test } from 'vitest';
import { assemble } from '../../../build/assemble.js';
import { parseScript } from '../../../build/sql/parse.js';

const script = (files: Record<string, string>) => {
  const list = Object.keys(files).map((file) => `\\ir ${file}`);
  return assemble(new Map(Object.entries({ 'install.sql': list.join('\n'), ...files })), '1.0');
};

test('a statement is found at its first word, after comments and letters of more than one byte', async () => {
  const { statements } = await parseScript(
    script({
      'a.sql': `-- ${'é'.repeat(50)}\nselect 'ééé'; /* two\nlines */\n-- why\n\nselect 2;\n\n\n\n`,
      'b.sql': 'select 3;',
    }),
  );
  expect(statements.map(({ origin }) => origin)).toEqual([
    { file: 'a.sql', line: 2 },
    { file: 'a.sql', line: 6 },
    { file: 'b.sql', line: 1 },
  ]);
  expect(statements[1]?.comment).toContain('-- why');
});

test('a syntax error names the file and line it is in', async () => {
  const { errors } = await parseScript(script({ 'a.sql': "select 'é';", 'b.sql': 'select 1;\ncreat table x();' }));
  expect(errors).toEqual([{ origin: { file: 'b.sql', line: 2 }, message: 'syntax error at or near "creat"' }]);
});
