import type pg from 'pg';
import type { Meter } from './metrics/meter.js';

/** How to reach the server, by `connectionString` or the fields of pg (PG* variables for the rest), and how to consume. */
export interface ConsumerOptions extends pg.PoolConfig {
  /** The name of the consumer, as given to `app.create_consumer`. */
  consumer: string;
  /** The most events of a batch, 1 to 100,000; 1,000 unless given. */
  batchSize?: number;
  /** The most bytes of payloads and metadata of a batch, 1 to 2^30; 16 MB unless given. An event that has more is a batch of its own. */
  batchBytes?: number;
  /** Fetch from this shard only, from 0; from any free shard unless given. */
  shard?: number;
  /** Shown in `app.v_consumer_lag` as the worker that has a batch; the connection unless given. */
  worker?: string;
  /** Whether to be woken by the database, which takes a session more, shared with consumers that connect alike; true unless given. */
  doorbell?: boolean;
  /** Time between fetches when idle, which find due retries and batches whose lease has expired; 1,000 unless given, 25 days at most. */
  pollIntervalMs?: number;
  /**
   * Called when a call has to be tried again, with the time until then: the connection is lost, a statement was cancelled, a lock was waited
   * for in vain, or the consumer is suspended until somebody moves it. What it throws ends the run.
   */
  onConnectionLost?: (error: Error, delayMs: number) => void;
  /** A meter of OpenTelemetry's metrics API, to count with. */
  meter?: Meter;
}

/** How an application ends a run. */
export interface RunOptions {
  /** Ends it as `stop()` does. */
  signal?: AbortSignal;
}
