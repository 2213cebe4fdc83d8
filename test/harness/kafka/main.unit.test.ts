import { mkdtemp, rm, symlink } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';

/** Has node, and nothing else. */
let bare: string;
beforeAll(async () => {
  bare = await mkdtemp(path.join(os.tmpdir(), 'specql_cdc-path-'));
  await symlink(process.execPath, path.join(bare, 'node'));
});
afterAll(() => rm(bare, { recursive: true }));

const run = (env: Record<string, string>) =>
  execa('node', ['--import', 'tsx', 'test/harness/kafka/main.ts'], {
    env: { PATH: bare, ...env },
    extendEnv: false,
    reject: false,
  });

test('without Java and Maven one line says what is left out and how to get it', async () => {
  const { exitCode, stdout } = await run({});
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(
    /^Left out: the tests with Kafka and Debezium, for want of java, mvn, psql, curl, jq\. On Debian: apt-get install .*maven.*$/,
  );
});

test('where CI is set, nothing is left out: it fails', async () => {
  const { exitCode, stdout } = await run({ CI: 'true' });
  expect(exitCode).toBe(1);
  expect(stdout).toContain('for want of java');
});
