import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { poolConfig } from '../../../../src/connection/poolConfig.js';
import { connectionSettings } from '../../../../src/connection/settings/connectionSettings.js';

const folder = mkdtempSync(path.join(os.tmpdir(), 'specql_cdc-settings-'));

afterEach(() => {
  vi.unstubAllEnvs();
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const config = (connectionString = '') => connectionSettings({ connectionString }).config;

test('reads a URL as libpq does', () => {
  expect(config('postgresql://a%40b:p%2Fw@[::1]:5433/d%20b?application_name=x&connect_timeout=3')).toEqual({
    user: 'a@b',
    password: 'p/w',
    host: '::1',
    port: 5433,
    database: 'd b',
    application_name: 'x',
    connectionTimeoutMillis: 3000,
  });
  expect(config('postgresql://%2Fvar%2Frun/d').host).toBe('/var/run');
  expect(config('postgresql:///d?host=/tmp').host).toBe('/tmp');
});

test('a URL wins over a service, which wins over the environment', () => {
  writeFileSync(path.join(folder, 'services'), '# ours\n[other]\nhost=no\n\n[ours]\nhost=db\nport=1\nuser=s\n[last]\n');
  vi.stubEnv('PGSERVICEFILE', path.join(folder, 'services'));
  vi.stubEnv('PGSERVICE', 'ours');
  vi.stubEnv('PGPORT', '2');
  vi.stubEnv('PGOPTIONS', '-c work_mem=1MB');
  expect(config('postgresql://u@/')).toEqual({ user: 'u', host: 'db', port: 1, options: '-c work_mem=1MB' });
  vi.stubEnv('PGSERVICE', 'nope');
  expect(() => config()).toThrow(/service "nope" is not defined/);
});

test.each([
  ['PGSSLMODE', 'requrie', /sslmode cannot be "requrie"/],
  ['PGSSLMODE', 'no-verify', /sslmode cannot be "no-verify"/],
  ['PGREQUIREAUTH', 'scram-sha-256', /require_auth in the environment \(PGREQUIREAUTH\) is not supported/],
  ['PGCHANNELBINDING', 'require', /channel_binding .* not supported/],
  ['PGCONNECT_TIMEOUT', 'soon', /connect_timeout cannot be "soon"/],
  ['PGHOST', 'a,b', /several hosts/],
])('%s=%s is refused', (variable, value, message) => {
  vi.stubEnv(variable, value);
  expect(() => connectionSettings({})).toThrow(message);
});

test.each([
  ['sslmode=maybe', /sslmode cannot be "maybe"/],
  ['ssl_mode=require', /"ssl_mode" in the connection URL is unknown/],
  ['require_auth=none', /require_auth in the connection URL is not supported/],
  ['sslmode=require&sslrootcert=system', /too weak/],
  ['constructor=1', /"constructor" in the connection URL is unknown/],
  ['toString=x', /"toString" in the connection URL is unknown/],
  ['__proto__=x', /"__proto__" in the connection URL is unknown/],
  ['sslnegotiation=direct', /sslmode prefer is too weak for sslnegotiation=direct/],
  ['sslnegotiation=direct&sslmode=allow', /sslmode allow is too weak/],
])('?%s is refused', (query, message) => {
  expect(() => config(`postgresql://h/d?${query}`)).toThrow(message);
});

test('PGREQUIRESSL asks for TLS where nothing else says', () => {
  vi.stubEnv('PGREQUIRESSL', '1');
  expect(connectionSettings({}).mode).toBe('require');
  expect(connectionSettings({ connectionString: 'postgresql://h/d?sslmode=disable' }).mode).toBe('disable');
  vi.stubEnv('PGSSLMODE', 'verify-full');
  expect(connectionSettings({}).mode).toBe('verify-full');
  vi.stubEnv('PGSSLMODE', '');
  vi.stubEnv('PGREQUIRESSL', '0');
  expect(connectionSettings({}).mode).toBeUndefined();
});

test('a key that others can read is refused, and a missing authority', () => {
  vi.stubEnv('HOME', folder);
  expect(() => connectionSettings({}).tls('verify-full')).toThrow(/needs the certificate of an authority/);
  const certificate = path.join(folder, 'c.pem');
  writeFileSync(certificate, 'x', { mode: 0o666 });
  vi.stubEnv('PGSSLCERT', certificate);
  vi.stubEnv('PGSSLKEY', certificate);
  expect(() => connectionSettings({}).tls('require')).toThrow(/can be read by others/);
});

test('a pool takes TLS or none, and says so', () => {
  expect(poolConfig({ host: 'h' }).ssl).toBe(false);
  expect(() => poolConfig({ connectionString: 'postgresql://h/d?sslmode=prefer' })).toThrow(
    /not supported for a consumer/,
  );
  expect(poolConfig({ host: 'h', max: 7 })).toMatchObject({ host: 'h', max: 7 });
});
