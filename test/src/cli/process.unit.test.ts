import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import os from 'node:os';
import path from 'node:path';
import { execa, type Options } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkout } from '../../../build/extension.js';
import { createTestDatabase, type TestDatabase } from '../../../build/server/databases.js';
import type { PostgresServer } from '../../../build/server/server.js';
import { startServer } from '../../../build/server/start.js';
import { postCreated, write } from '../../harness/events.js';
import { until } from '../../harness/until.js';

const main = path.join(checkout, 'dist/cli/main.js');
const password = 'n0b0dy-sees-th1s';

let server: PostgresServer;
let db: TestDatabase;
/** A role that has to give a password. */
let guarded: { user: string; host: string };
let folder: string;

/** The built tool, in an environment that names no database. */
async function specql(args: string[], env: Record<string, string> = {}, options: Options = {}) {
  const { PATH = '' } = process.env;
  const outcome = await execa('node', [main, ...args], {
    env: { PATH, HOME: folder, ...env },
    extendEnv: false,
    reject: false,
    ...options,
  });
  return { exitCode: outcome.exitCode, stdout: String(outcome.stdout), stderr: String(outcome.stderr) };
}

beforeAll(async () => {
  await execa('npm', ['run', 'build:library'], { cwd: checkout });
  folder = await mkdtemp(path.join(os.tmpdir(), 'specql_cdc-cli-'));
  server = await startServer({ major: 18, provider: 'embedded' });
  db = await createTestDatabase(server);
  const user = await db.createRole('guarded', `password '${password}'`);
  guarded = { user, host: `${server.host}:${server.port}` };
  // First match counts, so everyone else is trusted as before.
  const rules = path.join(server.dataDirectory ?? '', 'pg_hba.conf');
  await writeFile(rules, `host all ${user} all scram-sha-256\nhost all all 127.0.0.1/32 trust\n`);
  await db.asAdmin('select pg_reload_conf()');
});

afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

test('prints its version, and help with an example for each command', async () => {
  expect(await specql(['--version'])).toEqual({ exitCode: 0, stdout: '1.0.0', stderr: '' });
  for (const command of ['install', 'enable', 'disable', 'history', 'health', 'validate', 'generate']) {
    const { exitCode, stdout } = await specql([command, '--help']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      new RegExp(`Usage: specql-cdc ${command}[^]*--database-url[^]*--json[^]*\\$ specql-cdc ${command} `),
    );
  }
});

test.each([[['nonsense']], [['health', '--nonsense']], [['history', 't']], [['enable', 't', '--storage', 'x']], [[]]])(
  'refuses the command line %j with exit code 2',
  async (args) => {
    const { exitCode, stdout, stderr } = await specql(args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(/^(error|Usage): /);
  },
);

test('goes from enabling a table to its history, by DATABASE_URL', async () => {
  const env = { DATABASE_URL: db.url };
  const sql = await db.connect();
  await sql.query('create table public.tb_post (id int primary key, title text)');
  expect((await specql(['install'], env)).stdout).toBe('specql_cdc 1.0 was installed already.');
  expect((await specql(['enable', 'tb_post'], env)).stdout).toContain('public.tb_post is audited in app.audit_post');
  await sql.query(`insert into tb_post select n, repeat('long', 100) from generate_series(1, 2) n`);
  const history = await specql(['history', 'tb_post', '1', '--json'], env);
  expect(JSON.parse(history.stdout)).toMatchObject([{ operation_type: 'INSERT', new_values: { id: 1 } }]);
  expect((await specql(['history', 'tb_post', '1'], env)).stdout).not.toContain('\u001b');
  expect(await specql(['health'], env)).toMatchObject({ exitCode: 0, stderr: '' });
  expect((await specql(['disable', 'tb_post'], env)).exitCode).toBe(0);
});

test('connects by the PG* environment; --database-url wins over DATABASE_URL, which wins over it', async () => {
  const env = { ...server.psqlEnv, PGDATABASE: db.name };
  const elsewhere = 'postgresql://127.0.0.1:1/nowhere';
  expect(await specql(['health'], env)).toMatchObject({ exitCode: 0, stderr: '' });
  expect(await specql(['health'], { ...env, DATABASE_URL: '' })).toMatchObject({ exitCode: 0 });
  expect(await specql(['health'], { ...env, DATABASE_URL: elsewhere })).toMatchObject({ exitCode: 2 });
  const byUrl = await specql(['health', '--database-url', db.url], { PGDATABASE: 'nowhere', DATABASE_URL: elsewhere });
  expect(byUrl.exitCode).toBe(0);
});

test('takes a password from the URL or from PGPASSWORD', async () => {
  const { user, host } = guarded;
  await db.asAdmin(`select app.grant_administrator('${user}')`);
  expect(
    (await specql(['health', '--database-url', `postgresql://${user}:${password}@${host}/${db.name}`])).exitCode,
  ).toBe(0);
  const url = `postgresql://${user}@${host}/${db.name}`;
  expect((await specql(['health', '--database-url', url], { PGPASSWORD: password })).exitCode).toBe(0);
});

test('says what is wrong with a connection and what to do, without a stack trace or a password', async () => {
  const { user, host } = guarded;
  const owner = `postgresql://specql_owner:${password}@${host}`;
  const silent = createServer().listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const silentPort = (silent.address() as AddressInfo).port;

  const cases: [url: string, message: RegExp, hint: RegExp, seconds?: string][] = [
    [`postgresql://u:${password}@127.0.0.1:1/x`, /database x at 127\.0\.0\.1:1 as u: .*ECONNREFUSED/, /server runs/],
    [`postgresql://u:${password}@localhost:1/x`, /ECONNREFUSED/, /server runs/],
    [`postgresql://u:${password}@host.invalid/x`, /host\.invalid/, /Check/],
    [`postgresql://u:${password}@127.0.0.1:${silentPort}/x`, /timeout/, /server runs/, '1'],
    [
      `postgresql://${user}:${password}x@${host}/${db.name}`,
      /password authentication failed/,
      /Check user and password/,
    ],
    [`postgresql://${user}@${host}/${db.name}`, /asks for a password/, /Check user and password/],
    [`${owner}/no_such_database`, /database "no_such_database" does not exist/, /Check the name/],
    [`postgresql://nobody_known:${password}@${host}/x`, /role "nobody_known" does not exist/, /check the user/],
    [`host=127.0.0.1 password=${password}`, /must start with postgresql:/, /Write postgresql:/],
    [`postgresql://u:12/${password}@127.0.0.1/x`, /@ behind the host/, /percent-encoded/],
    [`postgresql://u:${password} @127.0.0.1:port/x`, /cannot be used/, /Write postgresql:/],
    [
      `postgresql://u:${password}@h/x?sslmode=require&sslrootcert=/no/such/file`,
      /ENOENT.*no.such.file/,
      /Check its path/,
    ],
  ];
  for (const [url, message, hint, seconds = '120'] of cases) {
    const env = { PGCONNECT_TIMEOUT: seconds };
    const { exitCode, stdout, stderr } = await specql(['health', '--database-url', url], env);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(/^error: .*\nhint: .*$/);
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(hint);
    expect(stderr).not.toContain(password);
  }
  silent.close();
});

test('--json prints errors as JSON, without a password too', async () => {
  const args = ['health', '--json', '--database-url', `postgresql://u:${password}@127.0.0.1:1/x`];
  const { exitCode, stdout, stderr } = await specql(args);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(JSON.parse(stderr)).toEqual({
    error: {
      message: expect.stringContaining('ECONNREFUSED') as string,
      hint: expect.stringContaining('Check that the server runs') as string,
    },
  });
  expect(stderr).not.toContain(password);
});

test('shows no password in a mistyped command line', async () => {
  const url = `postgresql://u:${password}@h/x`;
  for (const args of [
    [url],
    ['health', url],
    ['health', `--databse-url=${url}`],
    ['history', 't', '1', '--limit', url],
  ]) {
    const { exitCode, stdout, stderr } = await specql(args);
    expect(exitCode).toBe(2);
    expect(stdout + stderr).not.toContain(password);
  }
  const { stderr } = await specql(['enable', `"${url}"`, '--database-url', db.url]);
  expect(stderr).toMatch(/^error: relation "postgresql:\/\/u:\*\*\*@h/);
});

test('Ctrl-C while enable waits for a lock leaves nothing in the queue of the server', async () => {
  const sql = await db.connect();
  await sql.query('create table public.busy (id int primary key)');
  await sql.query('begin; insert into busy values (1)');
  const look = await db.connect();
  const waiting = async () => (await look.query(`select from pg_locks where not granted`)).rowCount;
  const env = { DATABASE_URL: db.url };
  const enabling = execa('node', [main, 'enable', 'busy', '--lock-timeout', '600'], { env, reject: false });
  await until(async () => (await waiting()) === 1);
  enabling.kill('SIGINT');
  const { exitCode, stderr } = await enabling;
  expect(exitCode).toBe(2);
  expect(stderr).toContain('error: interrupted; the statement was cancelled on the server');
  expect(await waiting()).toBe(0);
  await sql.query('rollback');
});

test.each(['SIGKILL', 'closed stderr'])('%s while a statement waits leaves nothing on the server', async (how) => {
  const sql = await db.connect();
  await sql.query('create table if not exists public.dead (id int primary key)');
  await sql.query('begin; insert into dead values (1)');
  const look = await db.connect();
  const waiting = async () => (await look.query(`select from pg_locks where not granted`)).rowCount;
  const env = { DATABASE_URL: db.url };
  const script = how === 'SIGKILL' ? 'exec node "$0" "$@"' : 'node "$0" "$@" 2> >(exit)';
  const enabling = execa('bash', ['-c', script, main, 'enable', 'dead', '--lock-timeout', '600'], {
    env,
    reject: false,
  });
  if (how === 'SIGKILL') {
    await until(async () => (await waiting()) === 1);
    enabling.kill('SIGKILL');
  }
  expect((await enabling).exitCode).not.toBe(0);
  await until(async () => (await waiting()) === 0);
  await sql.query('rollback');
});

test('is quiet when nobody reads what it prints', async () => {
  const outcome = await execa('bash', ['-c', 'set -o pipefail; node "$0" --help | true', main], { reject: false });
  expect(outcome).toMatchObject({ stdout: '', stderr: '', exitCode: 0 });
});

test('tail drops its consumer, and maintain ends, when nobody reads on', async () => {
  const sql = await db.connect();
  const consumers = async () => (await sql.query('select from app.consumer')).rowCount;
  const env = { DATABASE_URL: db.url };
  const piped = (command: string) =>
    execa('bash', ['-c', `set -o pipefail; node "$0" ${command} | head -n 1`, main], { env, reject: false });

  const tail = piped('tail --json');
  await until(async () => (await consumers()) === 1);
  // The second finds the pipe closed, whenever head has ended.
  const writing = setInterval(() => void write(sql, postCreated), 100);
  const { exitCode, stdout, stderr } = await tail;
  clearInterval(writing);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(JSON.parse(stdout)).toMatchObject({ event_type: 'PostCreated' });
  expect(await consumers()).toBe(0);

  expect(await piped('maintain --every 1')).toMatchObject({ exitCode: 0, stdout: 'nothing to do', stderr: '' });
});

test('docs/api/TYPESCRIPT_API.md: its example runs and prints what it shows', async () => {
  const document = await readFile(path.join(checkout, 'docs/api/TYPESCRIPT_API.md'), 'utf8');
  const [, code = '', output = ''] = /^```js\n([^]*?)^```\n\nIt prints\n\n((?: {4}.*\n)+)/m.exec(document) ?? [];
  // Inside the package its own name leads to dist/index.js, as it does for those who installed it.
  const script = path.join(checkout, 'dist', `example-${process.pid}.mjs`);
  const example = await createTestDatabase(server);
  await writeFile(script, code);
  try {
    const { stdout } = await execa('node', [script], { env: { DATABASE_URL: example.url } });
    expect(stdout).toBe(output.replace(/^ {4}/gm, '').trimEnd());
  } finally {
    await rm(script);
  }
});
