import type pg from 'pg';
import { rows, value } from '../../harness/query.js';
import type { Snapshot } from '../delivery/snapshot.js';
import type { Batch, ShardRow } from './operation.js';

/** app.log_snapshot as JSON. */
interface Row {
  lo: number;
  hi: number;
  xmax: number;
  xip: number[];
  xip_lo: number[];
  next_xid: number;
  open_lo: number;
}

/** A log snapshot of the present cluster epoch, which counts as the first. */
const snapshot = ({ lo, hi, xmax, xip, xip_lo, next_xid, open_lo }: Row): Snapshot => ({
  ...{ epoch: 0, lo, hi, xmax, xip, xipLo: xip_lo, nextXid: next_xid, openLo: open_lo },
});

/** A batch by its token, with the numbers of shards by their ids. */
export function batchOf(token: string, shardIds: readonly number[]): Batch {
  const [shard = '', number] = token.split('.');
  return { shard: shard === 'retry' ? undefined : shardIds.indexOf(Number(shard)), number: Number(number) };
}

/**
 * @param sql - a connection
 * @param shardId - a shard
 * @returns its latest row of app.consumer_state, and whether this transaction wrote it
 */
export async function shardRow(sql: pg.ClientBase, shardId: number): Promise<{ row: ShardRow; isOwn: boolean }> {
  const [latest] = await rows(
    sql,
    `select to_jsonb(from_snapshot) as "from", to_jsonb(to_snapshot) as "to", position, delivered_to,
       xmin::text::bigint is not distinct from pg_current_xact_id_if_assigned()::text::bigint & 4294967295 as own
     from app.consumer_state where shard_id = $1 order by number desc limit 1`,
    [shardId],
  );
  if (!latest) throw new Error(`no shard ${shardId}`);
  const { from, to, position, delivered_to, own } = latest;
  return {
    row: {
      from: snapshot(from as Row),
      to: to ? snapshot(to as Row) : undefined,
      position: Number(position),
      deliveredTo: Number(delivered_to ?? 0),
    },
    isOwn: own === true,
  };
}

/** The start of the present cluster epoch of the outbox. */
export async function epochStart(sql: pg.ClientBase): Promise<Snapshot> {
  const text = `select to_jsonb(start) from app.cluster_epoch where log = 'outbox' order by cluster_epoch desc limit 1`;
  return snapshot((await value(sql, text)) as Row);
}
