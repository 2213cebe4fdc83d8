import pg from 'pg';
import { onlyRow } from '../../connection/onlyRow.js';
import { SpecqlCdcError } from '../../error.js';
import type { ConnectorDocument } from '../config/connectorConfig.js';
import { setupSteps, type SetupStep } from '../config/databaseSetup.js';
import type { Settings } from '../config/transforms.js';
import type { ConnectClient } from '../connect/connectClient.js';
import { remedyFor } from '../connect/remedies.js';
import { needsOf } from './connectorFile.js';
import { forgetSlot } from './forgetSlot.js';
import { startAnew } from './startAnew.js';
import { runs, untilRunning } from './untilRunning.js';

/** What came of one part of a deployment. */
export interface Deployed {
  what: string;
  outcome: 'created' | 'updated' | 'restarted' | 'unchanged';
}

/** How to deploy. */
export interface DeployOptions {
  /** Give up what a lost slot would have told: make it anew, and start from it. */
  recreateSlot?: boolean;
  /** Told of each part as it is done. */
  progress?: (deployed: Deployed) => void;
}

/**
 * Brings database and Kafka Connect to what a connector file says, in the order that loses nothing: role, publication, a check of all
 * settings by Debezium itself, slot, connector. Run again it changes what differs, and starts a connector that does not run.
 *
 * @param client - one connection to the database that is streamed, as a role that may create what is missing
 * @param connect - Kafka Connect
 * @param document - the connector
 * @param options - `recreateSlot`, `progress`
 * @returns what was done; the connector runs
 * @throws SpecqlCdcError saying what is in the way and what to do about it; what was done before it stays
 */
export async function deploy(
  client: pg.ClientBase,
  connect: ConnectClient,
  { name, config }: ConnectorDocument,
  { recreateSlot = false, progress = () => undefined }: DeployOptions = {},
): Promise<Deployed[]> {
  const done: Deployed[] = [];
  const report = (deployed: Deployed) => {
    done.push(deployed);
    progress(deployed);
  };
  const run = async (step: SetupStep) => {
    report({ what: step.title, outcome: await runStep(client, step) });
  };
  await requireDatabase(client, config);
  await connect.requireConnect();
  const needs = needsOf(config);
  const steps = setupSteps(needs);
  if (recreateSlot) await forgetSlot(client, connect, name, needs.slotName);
  else await requireNoLostSlot(client, connect, name, steps);

  for (const step of steps.filter(({ kind }) => kind !== 'slot')) await run(step);
  await requireValid(connect, name, config);
  for (const step of steps.filter(({ kind }) => kind === 'slot')) await run(step);

  report({ what: `connector ${name}`, outcome: await runConnector(connect, { name, config }) });
  return done;
}

async function requireDatabase(client: pg.ClientBase, config: Settings): Promise<void> {
  const found = onlyRow(
    await client.query<{ database: string; wal_level: string }>(
      `select pg_catalog.current_database() as database, pg_catalog.current_setting('wal_level') as wal_level`,
    ),
  );
  const wanted = config['database.dbname'] ?? '';
  if (found.database !== wanted) {
    throw new SpecqlCdcError(
      `the connection is to database ${found.database}, the connector streams ${wanted}`,
      'Connect to that one: --database-url, DATABASE_URL or PGDATABASE.',
    );
  }
  if (found.wal_level !== 'logical')
    throw new SpecqlCdcError(`wal_level is ${found.wal_level}, and has to be logical`, remedyFor('wal_level'));
}

/** The connector came somewhere, and the slot that knew where is gone: a new one would skip what lies between. */
async function requireNoLostSlot(client: pg.ClientBase, connect: ConnectClient, name: string, steps: SetupStep[]) {
  const slot = steps.find(({ kind }) => kind === 'slot');
  if (slot === undefined || (await isDone(client, slot)) || !(await connect.hasOffsets(name))) return;
  throw new SpecqlCdcError(
    `${slot.title} is gone, and connector ${name} had begun to read from it`,
    remedyFor('slot has been invalidated'),
  );
}

async function requireValid(connect: ConnectClient, name: string, config: Settings): Promise<void> {
  const errors = await connect.validate(name, config);
  if (errors.length === 0) return;
  const words = errors.map(({ setting, message }) => `${setting}: ${message}`).join('\n');
  throw new SpecqlCdcError(`Kafka Connect does not accept the settings:\n${words}`, remedyFor(words));
}

const isDone = async (client: pg.ClientBase, { done }: SetupStep) =>
  onlyRow(await client.query<{ done: boolean }>(done)).done;

async function runStep(client: pg.ClientBase, step: SetupStep): Promise<Deployed['outcome']> {
  if (await isDone(client, step)) return 'unchanged';
  try {
    // A slot waits for every transaction that writes, and keeps nobody waiting.
    if (step.kind === 'slot') await client.query('set lock_timeout = 0');
    await client.query(step.sql);
    return 'created';
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || error.code !== '42501') throw error;
    throw new SpecqlCdcError(`${step.title}: ${error.message}`, remedyFor('permission denied'));
  }
}

async function runConnector(connect: ConnectClient, { name, config }: ConnectorDocument): Promise<Deployed['outcome']> {
  const present = await connect.config(name);
  if (present === undefined) {
    await connect.configure(name, config);
    await untilRunning(connect, name);
    return 'created';
  }
  if (differs(present, { ...config, name })) {
    await startAnew(connect, name, config);
    return 'updated';
  }
  if (runs(await connect.status(name))) return 'unchanged';
  await startAnew(connect, name);
  return 'restarted';
}

/** Kafka Connect keeps what it was given, and adds nothing but the name. */
const differs = (present: Settings, wanted: Settings) =>
  Object.keys({ ...present, ...wanted }).some((setting) => present[setting] !== wanted[setting]);
