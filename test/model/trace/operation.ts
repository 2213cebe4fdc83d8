import type { Snapshot } from '../delivery/snapshot.js';

/** The latest row of app.consumer_state of a shard. */
export interface ShardRow {
  from: Snapshot;
  to: Snapshot | undefined;
  position: number;
  /** 0 when no batch is in flight. */
  deliveredTo: number;
}

/** A batch by the parts of its token; its shard by number, undefined for retries. */
export interface Batch {
  shard: number | undefined;
  number: number;
}

/** What a session did, and what the server answered. Xids are 0 where the transaction had none. */
export type Done =
  | { does: 'writes'; writer: number; xid: number; id: number; segment: number }
  | { does: 'ends'; writer: number; how: 'commits' | 'aborts' }
  | {
      does: 'fetches';
      worker: number;
      xid: number;
      events: readonly number[];
      batch: Batch | undefined;
      /** The row that it wrote. */
      row: ShardRow | undefined;
    }
  | { does: 'ends its fetch'; worker: number; how: 'commits' | 'rolls back' }
  | { does: 'acknowledges'; batch: Batch; through: number | undefined; answer: string; xid: number }
  /** The xid of one that is refused is not known. */
  | { does: 'fails'; id: number; answer: 'waits' | 'is dead' | 'is refused'; xid: number | undefined }
  | { does: 'expires leases'; batches: readonly Batch[]; xid: number }
  | { does: 'maintains'; answer: string | null; xid: number };

/** An operation of a session with the moments of its call and its return, counted from the start of the trace. */
export type Operation = Done & { session: number; called: number; returned: number };

/** The operations that do one thing. */
export type Of<Does extends Operation['does']> = Extract<Operation, { does: Does }>;

/** What was recorded on a server. */
export interface Trace {
  /** The xid that the first transaction of the trace takes. */
  firstXid: number;
  shards: readonly ShardRow[];
  /** Where the present cluster epoch begins. */
  epoch: Snapshot;
  policy: 'block' | 'skip';
  maxAttempts: number;
  limit: number;
  /** Workers for each shard. */
  workers: number;
  /** The keys of the events of each transaction that writes. */
  keys: readonly (readonly number[])[];
  operations: readonly Operation[];
}
