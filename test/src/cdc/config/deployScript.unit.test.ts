import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { deployScript } from '../../../../src/cdc/config/deployScript.js';
import { fakeConnect, type Answer } from '../fakeConnect.js';

const { failed: lacking } = await execa('bash', ['-c', 'command -v curl jq'], { reject: false });

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'specql_cdc-script-'));
  await writeFile(path.join(folder, 'deploy.sh'), deployScript, { mode: 0o755 });
  await writeFile(path.join(folder, 'connector.json'), '{"name": "c", "config": {"a": "b"}}');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const deploy = (url: string, PATH = process.env.PATH ?? '') =>
  execa(path.join(folder, 'deploy.sh'), [path.join(folder, 'connector.json')], {
    env: { KAFKA_CONNECT_URL: url, PATH },
    reject: false,
  });

const withAccount = (url: string) => url.replace('http://', 'http://me:secret@');

/** Its connector has no task, then one of this state. */
function connectorOf(state: string, trace = ''): (request: string) => Answer {
  let configured = false;
  return (request) => {
    if (request === 'PUT /connectors/c/config') configured = true;
    const part = JSON.stringify({ state, worker_id: 'w', ...(trace && { trace }) });
    return request.endsWith('/status') ? `{"connector": ${part}, "tasks": [${configured ? part : ''}]}` : '{}';
  };
}

test.skipIf(lacking)('no argument of curl holds the URL, and the connector runs', async () => {
  const connect = await fakeConnect(connectorOf('RUNNING'));
  const curl = (await execa('bash', ['-c', 'command -v curl'])).stdout;
  await writeFile(path.join(folder, 'curl'), `#!/bin/sh\necho "$@" >> '${folder}/arguments'\nexec ${curl} "$@"\n`);
  await chmod(path.join(folder, 'curl'), 0o755);
  const { exitCode, stdout, stderr } = await deploy(withAccount(connect.url), `${folder}:${process.env.PATH ?? ''}`);
  connect.close();
  expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 0, stdout: 'c runs', stderr: '' });
  expect(connect.asked).toContain('PUT /connectors/c/resume');
  const given = await readFile(path.join(folder, 'arguments'), 'utf8');
  expect(given).toContain('--request PUT');
  expect(given).not.toMatch(/secret|127\.0\.0\.1/);
});

test.skipIf(lacking)('what Kafka Connect says reaches no terminal raw, or with a password', async () => {
  const hostile = `\u001b[2J\u009b\u202e at postgresql://u:secret@h password='my secret'\nnext`;
  const failed = await fakeConnect(connectorOf('FAILED', hostile));
  const refused = await fakeConnect((request) =>
    request === 'PUT /connectors/c/config'
      ? { status: 400, body: JSON.stringify({ message: hostile }) }
      : '{"tasks": []}',
  );
  for (const { url } of [failed, refused]) {
    const { exitCode, stderr } = await deploy(withAccount(url));
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/at postgresql:\/\/u:\*\*\*@h password=\*\*\*/);
    expect(stderr).not.toMatch(/secret|(?!\n)[\p{Cc}\p{Cf}]/u);
  }
  failed.close();
  refused.close();
});

test.skipIf(lacking)('a URL with a part of a password behind its host is refused, and not shown', async () => {
  for (const url of ['http://me:2024/secret@h', 'http://me:12#secret@h', 'http://me:sec"ret@h', 'secret']) {
    const { exitCode, stdout, stderr } = await deploy(url);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toContain('KAFKA_CONNECT_URL cannot be used');
    expect(stderr).not.toMatch(/secret|sec"ret|2024/);
  }
});
