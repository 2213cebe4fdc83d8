import { execFile } from 'node:child_process';
import { appendFile, chmod, chown, copyFile, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { PostgresServer } from '../../../../build/server/server.js';
import { startServer } from '../../../../build/server/start.js';
import { connect } from '../../../../src/connection/connect.js';
import { until } from '../../../harness/until.js';
import { consumerPool } from '../../../../src/consumer/connection/consumerPool.js';

let server: PostgresServer;
let folder: string;
const inFolder = (file: string) => path.join(folder, file);

/** A server with a certificate for `localhost` of an authority of our own. */
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'specql_cdc-tls-'));
  server = await startServer({ major: 18, provider: 'embedded' });
  const openssl = (...args: string[]) => promisify(execFile)('openssl', args, { cwd: folder });
  const subject = ['-nodes', '-days', '2', '-subj', '/CN=specql'];
  for (const name of ['authority', 'other']) {
    await openssl('req', '-x509', '-newkey', 'rsa:2048', ...subject, '-keyout', `${name}.key`, '-out', `${name}.pem`);
  }
  await openssl('req', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=localhost', '-keyout', 's.key', '-out', 's.csr');
  await writeFile(inFolder('names'), 'subjectAltName=DNS:localhost');
  const signer = ['-CA', 'authority.pem', '-CAkey', 'authority.key', '-CAcreateserial', '-days', '2'];
  await openssl('x509', '-req', '-in', 's.csr', ...signer, '-extfile', 'names', '-out', 's.pem');
  const data = server.dataDirectory ?? '';
  const { uid, gid } = await stat(data);
  for (const [from, to] of [
    ['s.pem', 'server.crt'],
    ['s.key', 'server.key'],
  ] as const) {
    await copyFile(inFolder(from), path.join(data, to));
    await chmod(path.join(data, to), 0o600);
    await chown(path.join(data, to), uid, gid);
  }
  await appendFile(path.join(data, 'postgresql.conf'), 'ssl = on\n');
  const admin = new pg.Client(server.adminUrl());
  await admin.connect();
  await admin.query('select pg_reload_conf()');
  await until(async () => (await admin.query<{ ssl: string }>('show ssl')).rows[0]?.ssl === 'on');
  await admin.end();
});

afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

afterEach(() => {
  vi.unstubAllEnvs();
});

/** The authority's list, with a certificate in it or none. */
async function listRevoked(file: string, certificate?: string): Promise<void> {
  await writeFile(inFolder('index'), '');
  await writeFile(
    inFolder('ca.conf'),
    '[ca]\ndefault_ca=a\n[a]\ndatabase=index\ndefault_md=sha256\ndefault_crl_days=2\n',
  );
  const ca = ['ca', '-config', 'ca.conf', '-cert', 'authority.pem', '-keyfile', 'authority.key'];
  const openssl = (...args: string[]) => promisify(execFile)('openssl', [...ca, ...args], { cwd: folder });
  if (certificate !== undefined) await openssl('-revoke', certificate);
  await openssl('-gencrl', '-out', file);
}

const url = (host: string, settings = '') => `postgresql://postgres@${host}:${server.port}/postgres?${settings}`;

/** Whether the connection is encrypted. */
async function encrypted(target: string): Promise<boolean> {
  const client = await connect(target);
  try {
    const { rows } = await client.query<{ ssl: boolean }>('select ssl from pg_stat_ssl where pid = pg_backend_pid()');
    return rows[0]?.ssl ?? false;
  } finally {
    await client.end();
  }
}

test.each([
  ['', true],
  ['sslmode=disable', false],
  ['sslmode=allow', false],
  ['sslmode=prefer', true],
  ['sslmode=require', true],
])('%s connects with TLS: %s', async (settings, expected) => {
  vi.stubEnv('HOME', folder);
  expect(await encrypted(url('localhost', settings))).toBe(expected);
});

test('verify-ca checks the authority, verify-full the name too', async () => {
  const authority = (name: string) => `sslrootcert=${encodeURIComponent(inFolder(`${name}.pem`))}`;
  expect(await encrypted(url('localhost', `sslmode=verify-full&${authority('authority')}`))).toBe(true);
  expect(await encrypted(url('127.0.0.1', `sslmode=verify-ca&${authority('authority')}`))).toBe(true);
  await expect(encrypted(url('127.0.0.1', `sslmode=verify-full&${authority('authority')}`))).rejects.toThrow(
    /altnames/,
  );
  await expect(encrypted(url('localhost', `sslmode=verify-ca&${authority('other')}`))).rejects.toThrow(/certificate/);
  // With an authority, require checks it too.
  await expect(encrypted(url('localhost', `sslmode=require&${authority('other')}`))).rejects.toThrow(/certificate/);
});

test('a certificate that its authority has taken back is refused, by the list in the usual place', async () => {
  const home = inFolder('home');
  await mkdir(path.join(home, '.postgresql'), { recursive: true });
  vi.stubEnv('HOME', home);
  const settings = `sslmode=verify-full&sslrootcert=${encodeURIComponent(inFolder('authority.pem'))}`;
  await listRevoked(path.join(home, '.postgresql/root.crl'));
  expect(await encrypted(url('localhost', settings))).toBe(true);
  await listRevoked(path.join(home, '.postgresql/root.crl'), 's.pem');
  await expect(encrypted(url('localhost', settings))).rejects.toThrow(/revoked/);
});

test('PGSSLMODE and PGSSLROOTCERT are followed, by a pool too', async () => {
  vi.stubEnv('PGSSLMODE', 'verify-full');
  vi.stubEnv('PGSSLROOTCERT', inFolder('other.pem'));
  await expect(encrypted(url('localhost'))).rejects.toThrow(/certificate/);
  const pool = consumerPool({ connectionString: url('localhost') });
  await expect(pool.query('select 1')).rejects.toThrow(/certificate/);
  await pool.end();
});

test('a socket folder as host needs no TLS', async () => {
  vi.stubEnv('PGSSLMODE', 'require');
  vi.stubEnv('PGHOST', path.dirname(server.dataDirectory ?? ''));
  vi.stubEnv('PGPORT', String(server.port));
  expect(await encrypted('postgresql://postgres@/postgres')).toBe(false);
});

test('a missing authority is told as such', async () => {
  vi.stubEnv('HOME', path.join(folder, 'nobody'));
  await expect(encrypted(url('localhost', 'sslmode=verify-full'))).rejects.toThrow(
    /needs the certificate of an authority/,
  );
});
