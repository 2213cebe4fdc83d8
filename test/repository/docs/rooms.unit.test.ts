import path from 'node:path';
import { expect, test } from 'vitest';
import { checkout } from '../../../build/extension.js';
import { readSources } from '../../../build/sources.js';

const created = /^create (?:function|table|view|type) app\.(\w+)/gm;
/** A call, or a table that is read or written. */
const used = /\bapp\.(\w+)(?=\()|\b(?:from|join|into|update|table) app\.(\w+)/g;

const roomOf = (file: string) => file.split('/')[0] ?? '';

/** Comments and texts of errors name functions that they do not call. */
const code = (text: string) => text.replaceAll(/--.*$/gm, '').replaceAll(/^.*\b(?:hint|detail|message) = .*$/gm, '');

test('a room calls those that are loaded before it, but for what ARCHITECTURE names', async () => {
  const sources = await readSources(path.join(checkout, 'extension'));
  const loaded = [...(sources.get('install.sql') ?? '').matchAll(/^\\ir (\S+)/gm)].map(([, file = '']) => file);
  const rooms = [...new Set(loaded.map(roomOf))];
  const home = new Map<string, string>();
  for (const file of loaded)
    for (const [, name = ''] of (sources.get(file) ?? '').matchAll(created)) home.set(name, roomOf(file));
  const upwards = new Set<string>();
  for (const file of loaded)
    for (const [, called, table] of code(sources.get(file) ?? '').matchAll(used)) {
      const [from, to] = [roomOf(file), home.get(called ?? table ?? '')];
      if (to !== undefined && rooms.indexOf(to) > rooms.indexOf(from)) upwards.add(`${from} calls ${to}`);
    }
  expect([...upwards].sort()).toEqual([
    'audit calls operations',
    'cascade calls audit',
    'delivery calls operations',
    'history calls operations',
    'log calls delivery',
  ]);
});
