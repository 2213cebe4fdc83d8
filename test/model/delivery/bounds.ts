/** A wrong design of the extension, each caught by a property; `none` is the right one. */
export type Fault =
  | 'none'
  // Snapshots and windows.
  | 'positionIsLastId'
  | 'takesNoXid'
  | 'idBeforeXid'
  | 'ignoresOpenBound'
  | 'ignoresRunningBounds'
  | 'forgetsItself'
  | 'trustsOwnXid'
  // No fault, for the reasons that the README gives: nothing catches it.
  | 'readsEndBeforeSnapshot'
  // Batches.
  | 'acknowledgesMore'
  | 'takesAnyBatch'
  // Retention.
  | 'lowIsPosition'
  | 'truncatesByAge'
  | 'looksOnce'
  // Shards.
  | 'doesNotWait'
  | 'boundIsNew'
  // Retries and dead letters.
  | 'parksAlone'
  | 'skipsWithoutParking'
  | 'overtakesTheLog'
  | 'forgetsDone'
  | 'readsBlockedTwice'
  | 'deadLettersBlock'
  | 'dropsDeadLetters'
  // Seeks.
  | 'seeksById'
  | 'keepsWindow'
  | 'keepsRetries'
  // Cluster epochs.
  | 'noNewEpoch'
  | 'epochDoesNotWait'
  | 'leavesOldEpoch';

/** What may happen in a run, and how often. */
export interface Bounds {
  /** Transactions that write. The first two write key 0, the others key 1. */
  writers: number;
  /** Events of the first writer, or of each; the others write one. */
  events: number;
  everyWriter: boolean;
  oneKey: boolean;
  aborts: boolean;
  /** Transaction ids there are. */
  xids: number;
  /** Transactions that write nothing. */
  others: number;
  shards: number;
  /** Workers for each shard. */
  workers: number;
  limit: number;
  /** A batch may be acknowledged in parts. */
  parts: boolean;
  /** Leases that expire. */
  expiries: number;
  crashes: number;
  /** Fetches in a transaction that has its xid already, and in one that has written events. */
  hosted: boolean;
  hostedByWriters: boolean;
  /** Fetches stay open before they commit or roll back; else they commit at once. */
  openFetches: boolean;
  /** A segment whose day is over, and TRUNCATE. */
  rotation: boolean;
  /** Changes of the number of shards, to this number. */
  divisions: number;
  divided: number;
  /** Events that fail; their retries are due later or, without delays, at once. */
  failures: number;
  delays: boolean;
  policy: 'block' | 'skip';
  maxAttempts: number;
  seeks: number;
  /** Restores of a logical dump in another cluster. */
  restores: number;
  fault: Fault;
}

/** The smallest bounds: what a run may contain is added to them. */
export const smallest: Bounds = {
  writers: 2,
  events: 1,
  everyWriter: false,
  oneKey: false,
  aborts: true,
  xids: 4,
  others: 0,
  shards: 1,
  workers: 1,
  limit: 1,
  parts: false,
  expiries: 0,
  crashes: 0,
  hosted: false,
  hostedByWriters: false,
  openFetches: false,
  rotation: false,
  divisions: 0,
  divided: 1,
  failures: 0,
  delays: true,
  policy: 'block',
  maxAttempts: 2,
  seeks: 0,
  restores: 0,
  fault: 'none',
};
