import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { ConnectClient } from '../../../src/cdc/connect/connectClient.js';
import { commandLine } from '../../../build/commandLine.js';

const password = 'n0b0dy-sees-th1s';

afterEach(() => {
  vi.unstubAllEnvs();
});

test('user and password of the URL of Kafka Connect are sent, and kept out of it', async () => {
  let authorization: string | undefined;
  const server = createServer(({ headers }, response) => {
    authorization = headers.authorization;
    response.end('{"kafka_cluster_id": "x"}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const client = new ConnectClient(`http://me:${password}%40@127.0.0.1:${port}`);
  await client.requireConnect();
  server.close();
  expect(authorization).toBe(`Basic ${Buffer.from(`me:${password}@`).toString('base64')}`);
  expect(client.url).toBe(`http://127.0.0.1:${port}`);
});

test.each([
  'http://admin:2024/secret@host',
  'http://admin:/secret@host',
  'http://admin:12?secret@host',
  'http://admin:123#secret@host',
  'http://admin:123#secret',
  'http://admin:12\\secret@host',
  'http://admin:secret@2024@host',
  'http://admin:%zzsecret@host',
  'ftp://admin:secret@host',
])('%s, which may be a password in part, is refused and not shown', async (url) => {
  const { exitCode, stdout, stderr } = await commandLine(['cdc', 'pause', '--kafka-connect-url', url]);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toMatch(/^error: the URL of Kafka Connect cannot be used\nhint: Write it as /);
  expect(stderr).not.toMatch(/secret|12|2024/);
});

test('no error and no help shows them', async () => {
  const url = `http://me:${password}@127.0.0.1:1`;
  vi.stubEnv('KAFKA_CONNECT_URL', url);
  for (const args of [
    ['cdc', 'status', '--help'],
    ['cdc', 'pause'],
    ['cdc', 'pause', '--kafka-connect-url', url],
    ['cdc', 'pause', '--kafka-connect-url', `${url}:port`],
    ['cdc', 'pause', url],
    ['cdc', 'remove', `--kafka-conect-url=${url}`, '--json'],
  ]) {
    const { stdout, stderr } = await commandLine(args);
    expect(stdout + stderr).not.toBe('');
    expect(stdout + stderr).not.toContain(password);
  }
});
