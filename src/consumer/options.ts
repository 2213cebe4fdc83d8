import type pg from 'pg';
import type { Meter } from './meter.js';

/** How to reach the server, by `connectionString` or the fields of pg (PG* variables for the rest), and how to consume. */
export interface ConsumerOptions extends pg.PoolConfig {
  /** Its name, as given to `app.create_consumer`. */
  consumer: string;
  /** The most events of a batch, 1 to 100000; 1000 unless given. */
  batchSize?: number;
  /** Only the keys of this shard, from 0; any that is free unless given. */
  shard?: number;
  /** Shown to those who ask who has a batch; the connection unless given. */
  worker?: string;
  /** Whether to be woken by the database, which takes a session more, shared with consumers that connect alike; true unless given. */
  doorbell?: boolean;
  /** Milliseconds between looks when idle, at which due retries and batches of dead workers are found; 1000 unless given, 25 days at most. */
  pollInterval?: number;
  /** Told of a lost connection, or of a lock that was waited for in vain, and the milliseconds until the next try. */
  onConnectionLost?: (error: Error, delay: number) => void;
  /** A meter of OpenTelemetry's metrics API, to count with. */
  meter?: Meter;
}

/** How an application ends a run. */
export interface RunOptions {
  /** Ends it as `stop()` does. */
  signal?: AbortSignal;
}
