import { lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parse } from 'yaml';
import { writeExtension } from '../../../../build/extension.js';
import { commandLine } from '../../../../build/commandLine.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'specql_cdc-files-'));
  await writeExtension();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const generate = (host: string, ...args: string[]) =>
  commandLine([
    'cdc',
    'generate-config',
    '--database-host',
    host,
    '--database-name',
    'blog',
    '--output-dir',
    folder,
    ...args,
  ]);
const text = (file: string) => readFile(path.join(folder, file), 'utf8');

interface Stack {
  services: Record<
    string,
    {
      image: string;
      depends_on?: Record<string, { condition: string }>;
      healthcheck: object;
      volumes?: string[];
      environment: Record<string, string>;
      configs?: { source: string }[];
    }
  >;
  volumes: object;
  configs?: Record<string, { content: string }>;
}
const stack = async () => parse(await text('docker-compose.yml')) as Stack;

test('writes everything that setting up takes', async () => {
  const { exitCode, stdout } = await generate('postgres');
  expect(exitCode).toBe(0);
  expect(await readdir(folder)).toEqual([
    'debezium-outbox-connector.json',
    'deploy-connector.sh',
    'docker-compose.yml',
    'extension',
    'setup-database.sql',
  ]);
  expect(stdout).toContain(`wrote ${path.join(folder, 'setup-database.sql')}\n`);
  expect((await stat(path.join(folder, 'deploy-connector.sh'))).mode & 0o111).toBe(0o111);
});

test('replaces nothing unless told to', async () => {
  await generate('postgres');
  const { exitCode, stderr } = await generate('postgres', '--slot-name', 'other');
  expect(exitCode).toBe(2);
  expect(stderr).toContain(
    'are there already\nhint: Name another folder by --output-dir, or replace what is there by --force.',
  );
  expect(await text('setup-database.sql')).not.toContain('slot other');
  expect((await generate('postgres', '--slot-name', 'other', '--force')).exitCode).toBe(0);
  expect(await text('setup-database.sql')).toContain('slot other');
});

test('nothing is written through a link, with --force or without', async () => {
  const victim = path.join(folder, 'victim');
  const script = path.join(folder, 'deploy-connector.sh');
  await symlink(victim, script);
  expect((await generate('localhost')).stderr).toContain('deploy-connector.sh is there already');
  expect(await readdir(folder)).toEqual(['deploy-connector.sh']);
  await writeFile(victim, 'mine');
  expect((await generate('localhost', '--force')).exitCode).toBe(0);
  expect(await text('victim')).toBe('mine');
  expect((await lstat(script)).isSymbolicLink()).toBe(false);
  expect((await stat(script)).mode & 0o111).toBe(0o111);
});

test('a folder in the output folder is no link either', async () => {
  const elsewhere = path.join(folder, 'elsewhere');
  await mkdir(elsewhere);
  await symlink(elsewhere, path.join(folder, 'extension'));
  expect((await generate('postgres', '--force')).stderr).toContain('extension is a link');
  expect(await readdir(elsewhere)).toEqual([]);
  expect(await readdir(folder)).toHaveLength(2);
});

test('the password is nowhere but a reference to it', async () => {
  await generate('postgres', '--password-reference', '${file:/run/secrets/cdc.properties:password}');
  const { config } = JSON.parse(await text('debezium-outbox-connector.json')) as { config: Record<string, string> };
  expect(config['database.password']).toBe('${file:/run/secrets/cdc.properties:password}');
  for (const [, value] of Object.entries((await stack()).services.postgres?.environment ?? {}))
    expect(value).toMatch(/^(blog|\$\{\w+:\?set \w+\})$/);
});

test('the stack is complete: pinned versions, health checks, and what services name is there', async () => {
  await generate('postgres', '--exactly-once');
  const { services, volumes, configs = {} } = await stack();
  expect(Object.keys(services)).toEqual(['postgres', 'kafka', 'connect', 'kafka-ui']);
  for (const [name, service] of Object.entries(services)) {
    expect(service.image, name).toMatch(/^[\w./-]+:v?\d+\.\d+/);
    expect(service.healthcheck, name).toMatchObject({ test: expect.arrayContaining(['CMD']) as unknown });
    for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
      expect(services).toHaveProperty(other);
      expect(condition).toBe('service_healthy');
    }
    for (const { source } of service.configs ?? []) expect(configs).toHaveProperty(source);
    for (const volume of service.volumes ?? []) {
      const [source = ''] = volume.split(':');
      if (source.startsWith('.')) await stat(path.join(folder, source));
      else expect(volumes).toHaveProperty(source);
    }
  }
  expect(services.connect?.environment.CONNECT_EXACTLY_ONCE_SOURCE_SUPPORT).toBe('enabled');
  expect(configs.password?.content).toContain(`--set role='specql_debezium' --set password="$$SPECQL_CDC_PASSWORD"`);
});

test('what is elsewhere is left out of the stack', async () => {
  await generate('db.example', '--kafka-host', 'kafka-1.example:9092,kafka-2.example:9092');
  const { services, volumes } = await stack();
  expect(Object.keys(services)).toEqual(['connect', 'kafka-ui']);
  expect(services.connect?.environment.BOOTSTRAP_SERVERS).toBe('kafka-1.example:9092,kafka-2.example:9092');
  expect(volumes).toEqual({});
});

test('no stack for a database on the machine of Kafka Connect, which containers would not reach', async () => {
  const { stdout } = await generate('localhost');
  expect(await readdir(folder)).not.toContain('docker-compose.yml');
  expect(stdout).not.toContain('docker compose');
});

test('names every image of the stack by a full version', async () => {
  await generate('postgres');
  for (const { image } of Object.values((await stack()).services))
    expect(image).toMatch(/:v?\d+\.\d+[.\d]*(\.Final)?$/);
});
