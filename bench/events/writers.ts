import type { Bench } from '../bench.js';
import type { DatabaseOptions } from '../database.js';
import type { EventWriter } from './contest.js';

const payload = JSON.stringify({
  id: '33333333-3333-4333-8333-333333333333',
  title: 'The title of a post',
  content: 'Its content is some words longer than its title, as content tends to be.',
  views: 5,
  tags: ['one', 'two', 'three'],
  author: { id: '22222222-2222-4222-8222-222222222222', name: 'An author' },
});
const metadata = JSON.stringify({ mutation: 'create_post' });
const tenant = '11111111-1111-4111-8111-111111111111';
const correlation = '44444444-4444-4444-8444-444444444444';

// A colon before a letter or digit would be a variable to the load generator.
const spaced = (json: string) => json.replaceAll(':', ': ');

/** Writes one event, as an expression. */
export const writeOutboxEvent = `app.write_outbox_event('Post', gen_random_uuid(), 'PostCreated', '${spaced(payload)}'::jsonb,
  '${spaced(metadata)}'::jsonb, '${tenant}', 'trace-1', '${correlation}')`;

/** The array is read from a table and parsed in each transaction, as when a client sends it. */
const batchOf = (count: number) => `create table batch as select jsonb_agg(jsonb_build_object(
  'aggregate_type', 'Post', 'aggregate_id', gen_random_uuid(), 'event_type', 'PostCreated', 'event_payload', '${payload}'::jsonb,
  'event_metadata', '${metadata}'::jsonb, 'tenant_id', '${tenant}', 'trace_id', 'trace-1', 'correlation_id', '${correlation}'))::text as events
  from generate_series(1, ${count})`;

/** `call` once, or as often as there are events in a transaction. */
const repeated = (call: string, events: number) =>
  events === 1 ? `select ${call}` : `select count(*) from (select ${call} from generate_series(1, ${events})) written`;

const ours = (setup: DatabaseOptions['setup'] = []): DatabaseOptions => ({ extension: true, setup });
const document = (file: string): DatabaseOptions => ({ extension: false, setup: [new URL(file, import.meta.url)] });

/**
 * @param bench - peers take part where their file is given
 * @param events - how many in a transaction, each by a call of its own
 * @returns the outboxes and queues that are compared
 */
export function outboxWriters({ peers }: Bench, events: number): EventWriter[] {
  const outbox = { table: 'app.outbox', statement: repeated(writeOutboxEvent, events), events };
  const send = `send('bench', '${spaced(payload)}'::jsonb)`;
  return [
    { name: 'document', database: document('documentOutbox.sql'), ...outbox },
    { name: 'specql_cdc', database: ours(), ...outbox },
    ...(peers.pgmq
      ? [
          {
            name: 'pgmq',
            database: queue(peers.pgmq, `pgmq.create('bench')`),
            table: 'pgmq.q_bench',
            statement: repeated(`pgmq.${send}`, events),
            events,
          },
        ]
      : []),
    ...(peers.pgque
      ? [
          {
            name: 'PgQue',
            database: queue(peers.pgque, `pgque.create_queue('bench')`),
            table: 'pgque.event_1',
            statement: repeated(`pgque.${send}`, events),
            events,
          },
        ]
      : []),
  ];
}

/**
 * @param bench - peers take part where their file is given
 * @param events - how many in one call
 * @returns the batch writers that are compared, and ours called once for each event
 */
export function batchWriters(bench: Bench, events: number): EventWriter[] {
  const { peers } = bench;
  const batch = (call: string) => `select count(*) from batch, ${call}`;
  const array = `(select array_agg(e -> 'event_payload') from jsonb_array_elements(events::jsonb) e)`;
  return [
    ...outboxWriters({ ...bench, peers: {} }, events).map((writer) => ({
      ...writer,
      name: `${writer.name}, one by one`,
    })),
    {
      name: 'specql_cdc',
      database: ours([batchOf(events)]),
      table: 'app.outbox',
      statement: batch('app.write_outbox_events(events::jsonb)'),
      events,
    },
    ...(peers.pgmq
      ? [
          {
            name: 'pgmq',
            database: queue(peers.pgmq, `pgmq.create('bench')`, batchOf(events)),
            table: 'pgmq.q_bench',
            statement: batch(`pgmq.send_batch('bench', ${array})`),
            events,
          },
        ]
      : []),
    ...(peers.pgque
      ? [
          {
            name: 'PgQue',
            database: queue(peers.pgque, `pgque.create_queue('bench')`, batchOf(events)),
            table: 'pgque.event_1',
            statement: batch(`pgque.send_batch('bench', 'PostCreated', ${array})`),
            events,
          },
        ]
      : []),
  ];
}

const queue = (path: string, create: string, ...more: string[]): DatabaseOptions => ({
  extension: false,
  superuser: true,
  setup: [{ path }, `select ${create}`, ...more],
});

/**
 * @param events - how many in a transaction
 * @returns the change event logs that are compared
 */
export function changeWriters(events: number): EventWriter[] {
  const call = `app.log_cdc_event('POST_UPDATED', 'post', gen_random_uuid(), 'UPDATE', '${spaced(payload)}'::jsonb,
  '${spaced(payload)}'::jsonb, '${spaced(metadata)}'::jsonb)`;
  const log = { table: 'app.mutation_events', statement: repeated(call, events), events };
  // An audited table of that name, as the log looks up which table the entity is in.
  const audited = [new URL('../audit/table.sql', import.meta.url), `select app.enable_audit_cascade('blog.tb_post')`];
  return [
    { name: 'document', database: document('documentEvents.sql'), ...log },
    { name: 'specql_cdc', database: ours(audited), ...log },
  ];
}
