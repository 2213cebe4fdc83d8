import type { Queryable } from '../../connection/queryable.js';
import type { LogName } from '../logName.js';
import { positionText, type StartPosition } from './seekPosition.js';

/** How a consumer reads its log. An option left out has the default of `app.create_consumer`, also when the consumer exists already. */
export interface CreateConsumerOptions {
  /** The log to read; default: `outbox`. */
  log?: LogName;
  /** Where a new consumer starts; default: `earliest`. An existing one keeps its position. */
  start?: StartPosition;
  /** The event types to deliver; default: all. */
  eventTypes?: readonly string[];
  /** How many batches may be in flight at once: the keys are divided among the shards; default: 1. */
  shards?: number;
  /** How long a worker has for a batch before it is delivered to another; default: 30,000. */
  leaseMs?: number;
  /** Failures after which an event becomes a dead letter; default: 10. */
  maxAttempts?: number;
  /** Time to the first retry of a failed event, doubled for each further one up to an hour; default: 1,000. */
  backoffMs?: number;
  /** `block`: later events of the key wait for the retries of a failed one; `skip`: they do not; default: `block`. */
  onFailure?: 'block' | 'skip';
  /** Logical replication slot that the consumer follows instead of fetching; default: none. */
  slot?: string;
  /** Age of the oldest undelivered event at which maintenance suspends the consumer; default: never. */
  maxLagMs?: number;
}

const milliseconds = `::pg_catalog.float8 operator(pg_catalog.*) interval '1 ms'`;

/** The argument of `app.create_consumer` for each option, and how a value is passed. */
const parameters: Record<keyof CreateConsumerOptions, { name: string; isDuration?: true }> = {
  log: { name: 'p_log' },
  start: { name: 'p_start' },
  eventTypes: { name: 'p_event_types' },
  shards: { name: 'p_shards' },
  leaseMs: { name: 'p_lease', isDuration: true },
  maxAttempts: { name: 'p_max_attempts' },
  backoffMs: { name: 'p_backoff', isDuration: true },
  onFailure: { name: 'p_on_failure' },
  slot: { name: 'p_slot' },
  maxLagMs: { name: 'p_max_lag', isDuration: true },
};

/**
 * Creates a consumer of a log. Called again for the same log and slot it changes the other options and keeps the position.
 *
 * @param client - client or pool, as the owner of the extension or an administrator
 * @param consumer - its name
 * @param options - how it reads
 * @throws pg.DatabaseError as `app.create_consumer` does: 22023 for an option, 42704 for an unknown slot, 42710 for a consumer of another log or slot
 */
export async function createConsumer(
  client: Queryable,
  consumer: string,
  { start, ...others }: CreateConsumerOptions = {},
): Promise<void> {
  const options: Partial<Record<keyof CreateConsumerOptions, unknown>> = {
    ...others,
    start: start === undefined ? undefined : positionText(start),
  };
  const given = (Object.keys(parameters) as (keyof CreateConsumerOptions)[]).filter(
    (option) => options[option] !== undefined,
  );
  const named = given.map((option, index) => {
    const { name, isDuration } = parameters[option];
    return `, ${name} => $${index + 2}${isDuration ? milliseconds : ''}`;
  });
  const values = given.map((option) => options[option]);
  await client.query(`select app.create_consumer($1${named.join('')})`, [consumer, ...values]);
}
