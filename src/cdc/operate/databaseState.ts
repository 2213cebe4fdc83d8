import { onlyRow } from '../../connection/onlyRow.js';
import type { Queryable } from '../../connection/queryable.js';
import { setupSteps, type DatabaseNeeds } from '../config/databaseSetup.js';

/** A replication slot, and how far it is behind. */
export interface SlotState {
  name: string;
  database: string;
  /** Whether Debezium is connected. */
  active: boolean;
  /** `reserved` and `extended` are well, `unreserved` is in danger, `lost` is lost. */
  wal_status: string;
  /** Bytes that may still be written before the slot is lost; null when there is no limit. */
  safe_wal_bytes: number | null;
  confirmed_flush_lsn: string;
  /** Written since what Kafka has confirmed. */
  lag_bytes: number;
  /** Write-ahead log the slot keeps the server from removing. */
  held_bytes: number;
  /** Null when nothing is under way, or the role may not see it. */
  lag_seconds: number | null;
}

/** A consumer of the outbox that follows the slot: as far as it knows what Kafka has confirmed, clean-up may go. */
export interface SlotConsumer {
  consumer: string;
  /** Not known to be confirmed yet, when app.maintain() last looked. */
  unconfirmed: number;
  oldest_at: Date | null;
  /** When its slot was found to be gone; null while it is there. */
  slot_lost_at: Date | null;
  /** Why it is suspended; null when it is not. */
  suspended: string | null;
}

/** What of the database a connector depends on. */
export interface DatabaseState {
  wal_level: string;
  /** Null when it is gone. */
  slot: SlotState | null;
  /** Whether the publication is there and has exactly the tables, published as it takes. */
  publication: boolean;
  role: boolean;
  /** No more than so many events are not confirmed yet; null when the role may not read the outbox. */
  unconfirmed_at_most: number | null;
  /** Those that follow the slot; null when the role may not see them. */
  consumers: SlotConsumer[] | null;
}

const slotQuery = `
  select s.slot_name as name, s.database, s.active, s.wal_status, s.safe_wal_size::pg_catalog.float8 as safe_wal_bytes, s.confirmed_flush_lsn,
    pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_lsn(), s.confirmed_flush_lsn)::pg_catalog.float8 as lag_bytes,
    pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_lsn(), s.restart_lsn)::pg_catalog.float8 as held_bytes,
    extract(epoch from r.flush_lag)::pg_catalog.float8 as lag_seconds
  from pg_catalog.pg_replication_slots s
  left join pg_catalog.pg_stat_replication r on r.pid operator(pg_catalog.=) s.active_pid
  where s.slot_name operator(pg_catalog.=) $1::pg_catalog.name`;

/**
 * Every transaction older than the slot's catalog_xmin ended before the position it has confirmed. The transaction ids of the outbox have 64 bits,
 * those of slots 32.
 */
const unconfirmedQuery = `
  select pg_catalog.count(*)::pg_catalog.float8 as count
  from (
    select from app.outbox o
    cross join (
      select next operator(pg_catalog.-) ((next operator(pg_catalog.-) s.catalog_xmin::pg_catalog.text::bigint operator(pg_catalog.+) 4294967296)
        operator(pg_catalog.%) 4294967296) as oldest
      from pg_catalog.pg_replication_slots s
      cross join (select pg_catalog.pg_snapshot_xmax(pg_catalog.pg_current_snapshot())::pg_catalog.text::bigint as next) n
      where s.slot_name operator(pg_catalog.=) $1::pg_catalog.name) s
    where o.transaction_id operator(pg_catalog.>=) s.oldest
    limit 1000000) e`;

const consumersQuery = `
  select l.consumer, l.events_behind::pg_catalog.float8 as unconfirmed, l.oldest_event_at as oldest_at, c.slot_lost_at, l.suspended
  from app.v_consumer_lag l
  join app.consumer c on c.consumer operator(pg_catalog.=) l.consumer
  where l.slot operator(pg_catalog.=) $1::pg_catalog.name
  order by l.consumer`;

/**
 * @param client - in the database that is streamed
 * @param needs - what the connector takes
 * @returns what is there
 */
export async function databaseState(client: Queryable, needs: DatabaseNeeds): Promise<DatabaseState> {
  const { rows } = await client.query<SlotState>(slotQuery, [needs.slotName]);
  const { wal_level, ...readable } = onlyRow(
    await client.query<{ outbox: boolean; consumers: boolean; wal_level: string }>(
      `select pg_catalog.has_schema_privilege('app', 'usage') and pg_catalog.has_table_privilege('app.outbox', 'select') as outbox,
        pg_catalog.has_schema_privilege('app', 'usage') and pg_catalog.has_table_privilege('app.v_consumer_lag', 'select')
          and pg_catalog.has_function_privilege('app.consumer_lag(text)', 'execute') and pg_catalog.has_table_privilege('app.consumer', 'select') as consumers,
        pg_catalog.current_setting('wal_level') as wal_level`,
    ),
  );
  const steps = setupSteps(needs);
  const done = async (kind: 'role' | 'publication') => {
    const step = steps.find((candidate) => candidate.kind === kind);
    return step !== undefined && onlyRow(await client.query<{ done: boolean }>(step.done)).done;
  };
  return {
    wal_level,
    slot: rows[0] ?? null,
    publication: await done('publication'),
    role: await done('role'),
    unconfirmed_at_most:
      readable.outbox && rows.length > 0
        ? onlyRow(await client.query<{ count: number }>(unconfirmedQuery, [needs.slotName])).count
        : null,
    consumers: readable.consumers ? (await client.query<SlotConsumer>(consumersQuery, [needs.slotName])).rows : null,
  };
}
