import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import format from 'pg-format';
import { expect } from 'vitest';
import { ConnectClient } from '../../../../src/cdc/connect/connectClient.js';
import { test } from '../../../harness/kafka/fixture.js';
import type { Pipeline } from '../../../../build/kafka/pipeline.js';
import { password } from '../../../../build/kafka/worker.js';

const write = ({ db }: Pipeline, payload: number) =>
  db.sql.query(`select app.write_outbox_event('Post', '0190d7f0-5a3c-7c3e-9d57-4f2f5a1c9b11', 'PostCreated', $1)`, [
    payload,
  ]);

const values = async (pipeline: Pipeline, count: number) =>
  (await pipeline.events('Post', count)).map(({ value }) => Number(value));

/** What arrived until all that is expected did; after an interruption some come twice. */
const arrived = async (pipeline: Pipeline, expected: number[]) => {
  const messages = await pipeline.events('Post', (received) =>
    expected.every((payload) => received.some(({ value }) => Number(value) === payload)),
  );
  return new Set(messages.map(({ value }) => Number(value)));
};

const setPassword = ({ db }: Pipeline, secret: string) =>
  db.asAdmin(format('alter role %I password %L', `${db.name}_debezium`, secret));

async function changeConnector({ folder }: Pipeline, from: string | RegExp, to: string): Promise<void> {
  const file = path.join(folder, 'debezium-outbox-connector.json');
  await writeFile(file, (await readFile(file, 'utf8')).replace(from, to));
}

async function untilStatus(pipeline: Pipeline, pattern: RegExp): Promise<string> {
  let stdout = '';
  const status = async () => ({ stdout } = await pipeline.cdc('status')).stdout;
  await expect.poll(status, { timeout: 600_000, interval: 200 }).toMatch(pattern);
  return stdout;
}

test('deploy creates what is missing, changes nothing the second time, and updates what differs', async ({
  running,
}) => {
  const pipeline = await running();
  const again = await pipeline.cdc('deploy', '--json');
  const outcomes = JSON.parse(again.stdout) as { outcome: string }[];
  expect(new Set(outcomes.map(({ outcome }) => outcome))).toEqual(new Set(['unchanged']));
  for (const interval of [6, 7, 8]) {
    await changeConnector(pipeline, /"poll.interval.ms": "\d"/, `"poll.interval.ms": "${interval}"`);
    const changed = await pipeline.cdc('deploy');
    expect(changed.stderr).toContain(`updated    connector ${pipeline.prefix}`);
    await untilStatus(pipeline, /errors: 0/);
  }
  await write(pipeline, 1);
  expect(await values(pipeline, 1)).toEqual([1]);
  await untilStatus(pipeline, /errors: 0/);
});

test('settings that fail only when the connector starts are told, and a mended file is deployed after that', async ({
  running,
}) => {
  const pipeline = await running();
  await changeConnector(pipeline, '"poll.interval.ms"', '"topic.naming.strategy": "no.such.Class", "poll.interval.ms"');
  for (const command of ['deploy', 'deploy', 'restart']) {
    const { exitCode, stderr } = await pipeline.cdc(command);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('failed: Unable to find class no.such.Class');
  }
  await changeConnector(pipeline, '"topic.naming.strategy": "no.such.Class", ', '');
  expect(await pipeline.cdc('deploy')).toMatchObject({ exitCode: 0 });
  await write(pipeline, 1);
  expect(await values(pipeline, 1)).toEqual([1]);
});

test('deploy starts a connector that is paused', async ({ running }) => {
  const pipeline = await running();
  await pipeline.cdc('pause');
  await untilStatus(pipeline, /is paused; the slot holds/);
  expect((await pipeline.cdc('deploy')).stderr).toContain(`restarted  connector ${pipeline.prefix}`);
  await write(pipeline, 1);
  expect(await values(pipeline, 1)).toEqual([1]);
});

test('status restarts what failed, if asked to, and tells why it had', async ({ running }) => {
  const pipeline = await running();
  await pipeline.db.asAdmin(format('drop publication %I', pipeline.prefix));
  // On a busy machine it may be said to run for a moment.
  await pipeline.cdc('restart');
  await untilStatus(pipeline, /error +task 0 +task 0 failed: /);
  await pipeline.prepareDatabase();
  const { exitCode, stdout } = await pipeline.cdc('status', '--restart-failed');
  expect(exitCode, stdout).toBe(0);
  expect(stdout).toMatch(/warning +restart +\w+ had failed: .*publication/i);
  await write(pipeline, 1);
  expect(await values(pipeline, 1)).toEqual([1]);
});

test('a connector that cannot connect any more is told with the reason', async ({ running }) => {
  const pipeline = await running();
  await setPassword(pipeline, 'another');
  await pipeline.cdc('restart');
  // Since 3.7 Debezium gives up after a few tries; until then it is said to run.
  const { exitCode, stdout } = await pipeline.cdc('status');
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/error +(connector +\w+ cannot read the slot:|task 0 ).*password authentication failed/);
  expect(stdout).toContain('Set the password of the role by \\password');
  await setPassword(pipeline, password);
  expect(await pipeline.cdc('restart')).toMatchObject({ exitCode: 0 });
  await untilStatus(pipeline, /errors: 0/);
});

test('the generated script deploys with nothing but curl and jq', async ({ pipeline }) => {
  const made = await pipeline();
  await made.prepareDatabase();
  const script = path.join(made.folder, 'deploy-connector.sh');
  const env = { ...process.env, KAFKA_CONNECT_URL: made.stack.worker.url };
  for (let times = 0; times < 2; times += 1) {
    const { stdout } = await promisify(execFile)(script, { env });
    expect(stdout).toBe(`${made.prefix} runs\n`);
  }
});

test('paused it sends nothing, resumed it continues, and a removed connector continues when deployed again', async ({
  running,
}) => {
  const pipeline = await running();
  await write(pipeline, 1);
  expect(await values(pipeline, 1)).toEqual([1]);
  expect(await pipeline.cdc('pause')).toMatchObject({ exitCode: 0, stdout: `${pipeline.prefix} is paused\n` });
  await untilStatus(pipeline, /is paused; the slot holds/);
  await write(pipeline, 2);
  expect(await pipeline.cdc('resume')).toMatchObject({ exitCode: 0 });
  expect(await pipeline.cdc('restart')).toMatchObject({ exitCode: 0 });
  expect(await pipeline.cdc('remove')).toMatchObject({ exitCode: 0 });
  await write(pipeline, 3);
  expect(await pipeline.cdc('deploy')).toMatchObject({ exitCode: 0 });
  expect(await arrived(pipeline, [1, 2, 3])).toEqual(new Set([1, 2, 3]));
});

test('a wrong password is told with its remedy', async ({ pipeline }) => {
  const made = await pipeline();
  await made.prepareDatabase();
  await setPassword(made, 'another');
  const { exitCode, stderr } = await made.cdc('deploy');
  expect(exitCode).toBe(2);
  expect(stderr).toContain('password authentication failed');
  expect(stderr).toContain('hint: Set the password of the role by \\password');
});

test('Kafka Connect that is down is told, and the database is looked at all the same', async ({ running }) => {
  const pipeline = await running();
  await pipeline.stack.worker.kill('SIGTERM');
  const { exitCode, stdout } = await pipeline.cdc('status');
  const deploy = await pipeline.cdc('deploy');
  await pipeline.stack.worker.restart();
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/error +connector +Kafka Connect does not answer at .*\n +Check that it runs/);
  expect(stdout).toMatch(/ok +publication/);
  expect(deploy.stderr).toContain('error: Kafka Connect does not answer');
});

test('a slot that is gone is told and never skipped over: deploy refuses until told that events may be missing', async ({
  running,
}) => {
  const pipeline = await running('--snapshot', 'initial');
  const { db, stack } = pipeline;
  await write(pipeline, 1);
  expect(await values(pipeline, 1)).toEqual([1]);
  const connect = new ConnectClient(stack.worker.url);
  while (!(await connect.hasOffsets(pipeline.prefix))) await sleep(100);
  await stack.worker.kill('SIGKILL');
  const reader = `select pg_terminate_backend(active_pid) from pg_replication_slots where slot_name = '${pipeline.prefix}' and active`;
  while ((await db.asAdmin(reader)).rowCount !== 0) await sleep(50);
  await db.asAdmin(`select pg_drop_replication_slot('${pipeline.prefix}')`);
  await write(pipeline, 2);
  expect((await pipeline.cdc('status')).stdout).toMatch(/error +slot +replication slot \w+ is gone\n +Events may not/);
  await stack.worker.restart();
  // Debezium makes a slot of its own, notices that it is ahead, and fails.
  await untilStatus(pipeline, /error +task 0 .*\n +Events may not have reached Kafka/);
  const recreated = await pipeline.cdc('deploy', '--recreate-slot');
  expect(recreated).toMatchObject({ exitCode: 0 });
  expect(await arrived(pipeline, [1, 2])).toEqual(new Set([1, 2]));
});

test('a publication without its table, as a restore leaves it, is told, and deploy mends it', async ({ running }) => {
  const pipeline = await running();
  await pipeline.db.asAdmin(`alter publication ${pipeline.prefix} drop table app.outbox`);
  const { exitCode, stdout } = await pipeline.cdc('status');
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/error +publication +publication \w+ is missing, or does not publish/);
  expect(await pipeline.cdc('deploy')).toMatchObject({ exitCode: 0 });
  await write(pipeline, 1);
  expect(await values(pipeline, 1)).toEqual([1]);
});

test('an idle database holds no write-ahead log while its neighbours write', async ({ running }) => {
  const pipeline = await running();
  const held = async () => {
    const { stdout } = await pipeline.cdc('status', '--json');
    return (JSON.parse(stdout) as { database: { slot: { lag_bytes: number } } }).database.slot.lag_bytes;
  };
  const written = async () => {
    const { rows } = await pipeline.db.asAdmin(`select pg_current_wal_lsn() - '0/0' as bytes`);
    return Number((rows as { bytes: string }[])[0]?.bytes);
  };
  const before = await written();
  await pipeline.db.asAdmin(
    `create table noise as select i, repeat('x', 500) as filler from generate_series(1, 40000) i; drop table noise`,
  );
  expect((await written()) - before).toBeGreaterThan(10_000_000);
  await expect.poll(held, { timeout: 600_000, interval: 300 }).toBeLessThan(1_000_000);
});

test('what Kafka has confirmed is not pending any more to a consumer that follows the slot', async ({ running }) => {
  const pipeline = await running();
  const { sql } = pipeline.db;
  const pending = async () => (await sql.query('select from app.v_outbox_pending')).rowCount;
  await pipeline.cdc('pause');
  await untilStatus(pipeline, /is paused; the slot holds/);
  await sql.query(`select app.create_consumer('debezium', p_slot => $1)`, [pipeline.prefix]);
  await write(pipeline, 1);
  await write(pipeline, 2);
  await sql.query('select app.maintain()');
  expect(await pending()).toBe(2);
  await untilStatus(pipeline, /ok +consumer +debezium follows the slot; events not confirmed when last maintained: 2,/);
  await pipeline.cdc('resume');
  while ((await pending()) !== 0) {
    await sleep(200);
    await sql.query('select app.maintain()');
  }
  expect(new Set(await values(pipeline, 2))).toEqual(new Set([1, 2]));
  await untilStatus(
    pipeline,
    /ok +consumer +debezium follows the slot; events not confirmed when last maintained: 0\n/,
  );
});
