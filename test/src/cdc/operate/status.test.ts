import { expect } from 'vitest';
import { commandLine } from '../../../../build/commandLine.js';
import { postCreated, write } from '../../../harness/events.js';
import { until } from '../../../harness/until.js';
import { fakeConnect } from '../fakeConnect.js';
import { test, type Generated } from '../generated.js';

const status = ({ cdc, name, db }: Generated, ...args: string[]) =>
  cdc('status', '--slot-name', name, '--database-url', db.url, ...args);

test('shows the consumer that follows the slot, with the events that it does not know to be confirmed', async ({
  generated,
}) => {
  const { db, name } = generated;
  await generated.prepareDatabase();
  await db.sql.query(`select app.create_consumer('debezium', p_slot => $1)`, [name]);
  await write(db.sql, postCreated);
  await write(db.sql, postCreated);
  const { exitCode, stdout } = await status(generated);
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(
    /ok +consumer +debezium follows the slot; events not confirmed when last maintained: 2, the oldest of \d{4}-.*Z\n/,
  );
  await db.asAdmin(`select pg_drop_replication_slot('${name}')`);
  await db.sql.query('select app.maintain()');
  expect((await status(generated)).stdout).toMatch(
    /error +consumer +debezium lost its slot at .*Z\n +Its events are kept\. .*: specql-cdc seek\.\n/,
  );
});

test('says nothing of consumers to a role that may not see them', async ({ generated }) => {
  const { db } = generated;
  await generated.prepareDatabase();
  const stranger = await db.createRole('stranger');
  const { exitCode, stdout } = await status(
    generated,
    '--json',
    '--database-url',
    db.url.replace('specql_owner', stranger),
  );
  expect(exitCode).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({ database: { unconfirmed_at_most: null, consumers: null } });
});

test('watches until it is interrupted, a line of JSON for each look', async ({ generated }) => {
  await generated.prepareDatabase();
  const { name, db } = generated;
  const printed = { stdout: '', stderr: '' };
  const args = ['cdc', 'status', '--watch', '--interval', '1', '--json', '--kafka-connect-url', 'http://127.0.0.1:1'];
  const watching = commandLine([...args, '--slot-name', name, '--database-url', db.url], { printed });
  await until(() => printed.stdout.includes('\n'));
  process.emit('SIGINT');
  const { exitCode, stdout, stderr } = await watching;
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  for (const line of stdout.trimEnd().split('\n'))
    expect(JSON.parse(line)).toMatchObject({ database: { publication: true } });
});

test('shows no password of what Kafka Connect tells, and lets none of it look like a finding', async ({
  generated,
}) => {
  await generated.prepareDatabase();
  const { name, db, config } = generated;
  const trace =
    "Caused by: java.Error: url postgresql://u:s3cret@h/d x@y\nerrors: 0 password='my s3cret', password = s3cret";
  const part = { state: 'FAILED', worker_id: 'w', trace };
  const connect = await fakeConnect((request) => {
    if (request.endsWith('/config')) return JSON.stringify(config);
    if (request.endsWith('/status')) return JSON.stringify({ connector: part, tasks: [{ id: 0, ...part }] });
    return '{"kafka_cluster_id": "x"}';
  });
  for (const args of [[], ['--json']]) {
    const to = ['--kafka-connect-url', connect.url, '--slot-name', name, '--database-url', db.url];
    const { exitCode, stdout } = await commandLine(['cdc', 'status', ...to, ...args]);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('url postgresql://u:***@y');
    expect(stdout).not.toMatch(/s3cret|^errors: 0 /m);
  }
  connect.close();
});
