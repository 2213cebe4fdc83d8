import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { checkout } from '../../../build/extension.js';
import { test } from '../../harness/fixture.js';
import { commandLine } from '../../../build/commandLine.js';

const document = readFileSync(path.join(checkout, 'docs/CLI.md'), 'utf8');

/** What differs from run to run: times, and the role's name. */
const settled = (text: string) =>
  text.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME').replace(/role (blog|specql_owner)$/gm, 'role OWNER');

/** A line `...` in the document stands for any lines. */
function elided(printed: string, shown: string): string {
  const [start = '', end] = shown.split('\n...\n');
  return end !== undefined && printed.startsWith(`${start}\n`) && printed.endsWith(`\n${end}`) ? shown : printed;
}

test('docs/CLI.md: its examples print what they show', async ({ emptyDb }) => {
  for (const [, language, body = ''] of document.matchAll(/^```(sql|console)\n(.*?)^```$/gms)) {
    if (language === 'sql') await emptyDb.sql.query(body);
    // Each example ends where the next begins.
    for (const example of language === 'sql' ? [] : body.split(/^\$ specql-cdc /m).slice(1)) {
      const [, command = '', output = ''] = /^(.*)\n([^]*)$/.exec(example) ?? [];
      const { stdout, stderr } = await commandLine([...command.split(' '), '--database-url', emptyDb.url]);
      const shown = settled(output);
      expect({ command, stderr, stdout: elided(settled(stdout), shown) }).toEqual({
        command,
        stderr: '',
        stdout: shown,
      });
    }
  }
});

test('docs/CLI.md: names every command and option of the help', async () => {
  const { stdout } = await commandLine(['--help']);
  const commands = [...stdout.matchAll(/^ {2}([a-z][a-z-]*)(?: |$)/gm)]
    .map(([, name = '']) => name)
    .filter((name) => name !== 'help');
  const inner = async (group: string) => {
    const help = await commandLine([group, '--help']);
    const names = [...help.stdout.matchAll(/^ {2}([a-z-]+) \[?/gm)].map(([, name = '']) => name);
    return names.filter((name) => name !== 'help').map((name) => `${group} ${name}`);
  };
  for (const command of [...commands, ...(await inner('cdc')), ...(await inner('dead-letters'))]) {
    const help = await commandLine([...command.split(' '), '--help']);
    const options = help.stdout.match(/--[a-z-]+/g) ?? [];
    for (const option of new Set(options)) {
      if (!['--help', '--version'].includes(option)) expect(document, command).toContain(option);
    }
  }
  expect(commands).toEqual([
    'install',
    'enable',
    'disable',
    'history',
    'health',
    'cdc',
    'generate',
    'validate',
    'tail',
    'lag',
    'consumers',
    'dead-letters',
    'seek',
    'maintain',
  ]);
});
