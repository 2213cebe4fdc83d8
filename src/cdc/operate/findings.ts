import type { DatabaseNeeds } from '../config/databaseSetup.js';
import type { ConfigError, ConnectorStatus } from '../connect/answers.js';
import { causes, remedyFor } from '../connect/remedies.js';
import type { DatabaseState, SlotConsumer } from './databaseState.js';

/** What one look found; in the form of `health`. */
export interface Finding {
  check: string;
  status: 'ok' | 'warning' | 'error';
  detail: string | null;
  /** What to do about it. */
  hint: string | null;
}

/** What can be known of a pipeline; an error's words where it could not be asked. */
export interface PipelineState {
  name: string;
  needs: DatabaseNeeds;
  /** Null when Kafka Connect has no such connector. */
  connector: ConnectorStatus | null | { unreachable: string; hint: string };
  /** What Debezium has against its settings, asked when it is said to run and does not read the slot. */
  complaints: ConfigError[];
  database: DatabaseState;
}

/**
 * @param state - of connector and database
 * @returns what is well, and what to do about the rest; at least one for each check
 */
export function findings({ name, needs, connector, complaints, database }: PipelineState): Finding[] {
  return [
    ...connectorFindings(name, connector),
    ...complaints.map(({ setting, message }) =>
      bad('connector', `${name} cannot read the slot: ${setting}: ${message}`, remedyFor(message)),
    ),
    ...slotFindings(needs, database),
    ...(database.consumers ?? []).map(consumerFinding),
    ...setupFindings(needs, database),
  ];
}

const ok = (check: string, detail: string): Finding => ({ check, status: 'ok', detail, hint: null });
const bad = (check: string, detail: string, hint: string): Finding => ({ check, status: 'error', detail, hint });
const doubtful = (check: string, detail: string, hint: string): Finding => ({ check, status: 'warning', detail, hint });

const deployAgain = 'Run: specql-cdc cdc deploy.';

function connectorFindings(name: string, connector: PipelineState['connector']): Finding[] {
  if (connector === null) return [bad('connector', `there is no connector ${name}`, deployAgain)];
  if ('unreachable' in connector) return [bad('connector', connector.unreachable, connector.hint)];
  const parts = [
    { check: 'connector', what: name, ...connector.connector },
    ...connector.tasks.map((task) => ({ check: `task ${task.id}`, what: `task ${task.id}`, ...task })),
  ];
  const found = parts.map(({ check, what, state, trace, worker_id }) => {
    switch (state) {
      case 'RUNNING':
        return ok(check, `runs on ${worker_id}`);
      case 'PAUSED':
      case 'STOPPED':
        return doubtful(
          check,
          `${what} is ${state.toLowerCase()}; the slot holds the write-ahead log meanwhile`,
          'Run: specql-cdc cdc resume.',
        );
      case 'FAILED':
        return bad(check, `${what} failed: ${causes(trace ?? '')}`, remedyFor(trace ?? ''));
      default:
        return doubtful(check, `${what} is ${state.toLowerCase()}`, 'It is being moved or restarted: look again.');
    }
  });
  if (connector.tasks.length === 0 && connector.connector.state === 'RUNNING')
    found.push(doubtful('task 0', 'no task has started', 'It may be starting: look again.'));
  return found;
}

function slotFindings({ slotName, databaseName }: DatabaseNeeds, { slot }: DatabaseState): Finding[] {
  const remake =
    'Events may not have reached Kafka. To have the rows that are still in the outbox sent again, set snapshot.mode to initial in the connector file. Then: specql-cdc cdc deploy --recreate-slot.';
  if (slot === null) return [bad('slot', `replication slot ${slotName} is gone`, remake)];
  if (slot.database !== databaseName)
    return [
      bad('slot', `replication slot ${slotName} belongs to database ${slot.database}`, 'Choose another --slot-name.'),
    ];
  if (slot.wal_status === 'lost')
    return [
      bad('slot', `replication slot ${slotName} was lost: it fell behind more than max_slot_wal_keep_size`, remake),
    ];
  const lag = `${bytes(slot.lag_bytes)} behind, holds ${bytes(slot.held_bytes)}`;
  const found = [
    slot.active
      ? ok('slot', lag)
      : bad(
          'slot',
          `nobody reads replication slot ${slotName}: ${lag}`,
          'See to the connector; a slot that nobody reads fills the disk in the end.',
        ),
  ];
  if (slot.wal_status === 'unreserved' || (slot.safe_wal_bytes !== null && slot.safe_wal_bytes < slot.held_bytes))
    found.push(
      doubtful(
        'slot',
        `the slot is lost after another ${bytes(slot.safe_wal_bytes ?? 0)} of write-ahead log`,
        'Get the connector to run, or raise max_slot_wal_keep_size.',
      ),
    );
  return found;
}

function consumerFinding({ consumer, unconfirmed, oldest_at, slot_lost_at, suspended }: SlotConsumer): Finding {
  const whereToGoOn = 'Its events are kept. Once the slot is made anew, say where it goes on: specql-cdc seek.';
  if (slot_lost_at !== null)
    return bad('consumer', `${consumer} lost its slot at ${slot_lost_at.toISOString()}`, whereToGoOn);
  if (suspended !== null)
    return bad('consumer', `${consumer} is suspended: ${suspended}`, 'Say where it goes on: specql-cdc seek.');
  const since = oldest_at === null ? '' : `, the oldest of ${oldest_at.toISOString()}`;
  return ok(
    'consumer',
    `${consumer} follows the slot; events not confirmed when last maintained: ${unconfirmed}${since}`,
  );
}

function setupFindings({ slotName, databaseUser, tables }: DatabaseNeeds, state: DatabaseState): Finding[] {
  return [
    state.publication
      ? ok('publication', `${slotName} has ${tables.join(' and ')}`)
      : bad(
          'publication',
          `publication ${slotName} is missing, or does not publish exactly the inserts of ${tables.join(' and ')}; a restored dump loses its tables`,
          'Nothing is streamed. Run: specql-cdc cdc deploy. Events since the restore are streamed only from then on: to have them sent too, see --recreate-slot.',
        ),
    state.role ? ok('role', databaseUser) : bad('role', `there is no role ${databaseUser}`, deployAgain),
    state.wal_level === 'logical'
      ? ok('wal_level', 'logical')
      : bad(
          'wal_level',
          `wal_level is ${state.wal_level}`,
          'Run: alter system set wal_level = logical. Then restart PostgreSQL.',
        ),
  ];
}

const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];

/** As pg_size_pretty has it. */
function bytes(count: number): string {
  const step = count < 10_240 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(count / 10) / 10));
  return `${Math.round(count / 1024 ** step)} ${units[step] ?? ''}`;
}
