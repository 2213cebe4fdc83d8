import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Summary } from '../../bench/report/summary.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'specql_cdc-bench-'));
});
afterAll(() => rm(folder, { recursive: true }));

const bench = (...options: string[]) => execa('npm', ['run', '--silent', 'bench', '--', ...options], { reject: false });

test('a quick run of some scenarios prints its table and writes results.json and chart.svg', async () => {
  const only = [
    'audit/insert of one row, 2 clients',
    'outbox/one event in a transaction',
    'delivery/one event in a transaction',
  ];
  const { stdout, stderr, exitCode } = await bench(
    '--quick',
    '--output',
    folder,
    ...only.flatMap((name) => ['--only', name]),
  );
  expect(exitCode, stderr).toBe(0);
  const { summaries, machine } = JSON.parse(await readFile(path.join(folder, 'results.json'), 'utf8')) as {
    summaries: Summary[];
    machine: unknown;
  };
  expect(machine).toMatchObject({ node: process.version });
  for (const start of only) expect(summaries.map(({ scenario }) => scenario).join('\n')).toContain(start);
  const drawn = await readFile(path.join(folder, 'chart.svg'), 'utf8');
  for (const { scenario, major, subject, rows } of summaries) {
    expect(
      only.some((start) => scenario.startsWith(start)),
      scenario,
    ).toBe(true);
    expect(rows.map(({ contestant }) => contestant)).toContain(subject);
    for (const row of rows) expect(row.median).toBeGreaterThan(0);
    expect(stdout).toContain(`| ${String(major)} `);
    expect(stdout).toContain(scenario);
    expect(drawn).toContain(`PostgreSQL ${String(major)}: ${scenario} (`);
  }
  expect(drawn.match(/<rect [^>]*fill="#/g)).toHaveLength(summaries.flatMap(({ rows }) => rows).length);
});

test('a scenario that is not there is refused with the names there are', async () => {
  const { stderr, exitCode } = await bench('--quick', '--output', folder, '--only', 'nothing');
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/^no scenario begins so; there are\n( {2}[a-z]+\/.+\n?)+$/);
  expect(stderr).toContain('\n  audit/insert of one row, 2 clients\n');
});
