import type { Bounds } from './bounds.js';
import { snapshotAt, type Snapshot } from './snapshot.js';

/** A transaction that writes events. */
export interface Writer {
  xid: number;
  /** numbered: it has an event id and no xid, which is a wrong design. ended: aborted or lost. */
  status: 'idle' | 'numbered' | 'open' | 'committed' | 'ended';
  /** The day that its events go to. */
  segment: number;
  /** The keys of the events that it writes, one after the other. */
  keys: readonly number[];
}

/** A row of a log; its id is its place in `State.events`, from 1. */
export interface Event {
  writer: number;
  key: number;
}

/** A row of app.consumer_shard with its latest app.consumer_state. */
export interface Shard {
  id: number;
  generation: number;
  shard: number;
  shards: number;
  endsAt: Snapshot | undefined;
  from: Snapshot;
  to: Snapshot | undefined;
  position: number;
  /** 0 when no batch is in flight. */
  deliveredTo: number;
  leased: boolean;
  /** The events that the worker of the batch has, without the failed and the acknowledged ones. */
  inFlight: readonly number[];
  /** Counts batches, where somebody compares them. */
  batch: number;
  /** A worker still has a batch that went to another, or from which the consumer was moved. */
  late: boolean;
}

/** A fetch under way, and what it has done last: read the end of the log, locked, taken a snapshot, read the end again. */
export interface Worker {
  stage: 'idle' | 'low' | 'numbered' | 'locked' | 'snapped' | 'ready' | 'fetched';
  /** Number of its shard, and id of the one it has locked. */
  shard: number;
  shardId: number;
  xid: number;
  /** Its transaction had its xid before it read the end of the log. */
  wrote: boolean;
  /** The writer in whose transaction it fetches, or -1. */
  host: number;
  /** It changes the number of shards, and fetches nothing. */
  divides: boolean;
  /** The log snapshot as far as it is taken. */
  taken: Snapshot | undefined;
  /** For each blocked key, which and its first event. */
  blocked: readonly (readonly [key: number, first: number])[];
  /** Number that its batch gets; 0 where nobody compares them. */
  token: number;
  /** What its transaction has done and not committed. */
  done: Done | undefined;
}

/** What a fetch does to the state when it commits. */
export interface Done {
  /** Its shard then; undefined when that has come to its end. */
  shard: Shard | undefined;
  batch: readonly number[];
  /** Events parked behind others of their key. */
  parked: readonly number[];
  /** The batch is one of retries. */
  isRetry: boolean;
}

/** A row of app.consumer_retry. */
export interface Retry {
  id: number;
  failures: number;
  /** due_at has come, or is null. */
  due: boolean;
  /** 0 when it is not in flight. */
  batch: number;
  leased: boolean;
  dead: boolean;
  done: boolean;
}

/** What a property asks of an event. */
export const marks = { delivered: 1, acknowledged: 2, truncated: 4, early: 8, again: 16, overtook: 32, unseen: 64 };

/** How often something may still happen. */
export type Rest = Pick<Bounds, 'others' | 'expiries' | 'crashes' | 'divisions' | 'failures' | 'seeks' | 'restores'>;

/** A server with a log, one consumer of it, its workers, and what was promised about each event. */
export interface State {
  nextXid: number;
  /** The highest xid that has ended. */
  latest: number;
  running: readonly number[];
  writers: readonly Writer[];
  events: readonly Event[];
  marks: readonly number[];
  shards: readonly Shard[];
  workers: readonly Worker[];
  retries: readonly Retry[];
  /** app.cluster_epoch: where each begins, the first at 0, and the cluster that opened the last one. */
  epochs: readonly Snapshot[];
  epochCluster: number;
  cluster: number;
  day: number;
  /** Maintenance found the segment free: a wrong design that does not look again. */
  looked: boolean;
  rest: Rest;
}

const beginning = snapshotAt(0, 0);

/** A shard that begins at a log snapshot. */
export const newShard = (id: number, generation: number, shard: number, shards: number, at: Snapshot): Shard => ({
  ...{ id, generation, shard, shards, endsAt: undefined, from: at, to: undefined, position: at.lo },
  ...{ deliveredTo: 0, leased: false, inFlight: [], batch: 0, late: false },
});

/** A worker that does nothing. */
export const idle = (shard: number): Worker => ({
  stage: 'idle',
  shard,
  shardId: -1,
  xid: 0,
  wrote: false,
  host: -1,
  divides: false,
  taken: undefined,
  blocked: [],
  token: 0,
  done: undefined,
});

/** A transaction that has not begun. */
export const newWriter = (keys: readonly number[]): Writer => ({ xid: 0, status: 'idle', segment: 0, keys });

/** The state before anything has happened. */
export const initial = (bounds: Bounds): State => ({
  ...{ nextXid: 1, latest: 0, running: [], events: [], marks: [], retries: [] },
  writers: Array.from({ length: bounds.writers }, (_, writer) =>
    newWriter(
      Array.from({ length: writer === 0 || bounds.everyWriter ? bounds.events : 1 }, () =>
        bounds.oneKey || writer < 2 ? 0 : 1,
      ),
    ),
  ),
  shards: Array.from({ length: bounds.shards }, (_, shard) => newShard(shard, 0, shard, bounds.shards, beginning)),
  workers: Array.from({ length: bounds.workers * bounds.shards }, (_, n) => idle(n % bounds.shards)),
  ...{ epochs: [beginning], epochCluster: 0, cluster: 0, day: 0, looked: false },
  rest: {
    ...{ others: bounds.others, expiries: bounds.expiries, crashes: bounds.crashes, divisions: bounds.divisions },
    ...{ failures: bounds.failures, seeks: bounds.seeks, restores: bounds.restores },
  },
});
