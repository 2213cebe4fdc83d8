import { expect, test } from 'vitest';
import { commandLine } from '../../../../build/commandLine.js';

const validate = (stdin: string, ...args: string[]) => commandLine(['validate', ...args], { stdin });

test('entities that are right are named', async () => {
  const text = 'entity: Tag\nschema: blog\n---\nentity: Post\n';
  const stdout = 'no problems in blog.Tag, public.Post\n';
  expect(await validate(text)).toEqual({ exitCode: 0, stdout, stderr: '' });
  const { stdout: json } = await validate(text, '--json');
  expect(JSON.parse(json)).toEqual({ entities: ['blog.Tag', 'public.Post'], diagnostics: [] });
});

test('problems are printed, and the exit code is 1', async () => {
  const text = 'entity: Tag\nfeilds: {}\nschema: Blog\n';
  const { exitCode, stdout, stderr } = await validate(text);
  expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
  expect(stdout).toMatch(/^<stdin>:2:1: .*; did you mean "fields"\?\n {2}feilds: \{\}\n {2}\^\n<stdin>:3:9: /);
  const { exitCode: code, stdout: json } = await validate(text, '--json');
  expect(code).toBe(1);
  expect(JSON.parse(json)).toMatchObject({
    entities: [],
    diagnostics: [
      { file: '<stdin>', line: 2, column: 1, nearest: 'fields' },
      { line: 3, column: 9 },
    ],
  });
});

test('a file cannot make the terminal do anything', async () => {
  const { stdout } = await validate('entity: "\u001b[31mred"\n');
  expect(stdout).toContain('[31mred');
  expect(stdout).not.toContain('\u001b');
});

test('what only the writer of SQL finds is told with its place, too', async () => {
  const text = 'entity: Tag\nactions: [{name: tell, cdc: {enabled: true}, steps: [{notify: tags}]}]\n';
  const { exitCode, stderr } = await validate(text);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/^error: <stdin>:2:\d+: .*\nhint: .*\n$/);
});
