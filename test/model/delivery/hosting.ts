import { acknowledged, committed, deliver } from './batch.js';
import type { Bounds } from './bounds.js';
import { withWindow } from './log.js';
import { withBounds } from './snapshot.js';
import { idle, type State } from './state.js';

/**
 * What a fetch in the transaction of a writer has come to when that ends: app.consume_events, or nothing.
 *
 * @param bounds - of the model
 * @param before - the state before the transaction ends
 * @param ended - the state in which the writer has ended
 * @param which - the worker
 * @param how - how the transaction ends
 * @returns the state after
 */
export function commitHosted(
  bounds: Bounds,
  before: State,
  ended: State,
  which: number,
  how: 'commits' | 'aborts',
): State {
  const worker = before.workers[which];
  const shard = before.shards.find(({ id }) => id === worker?.shardId);
  const workers = ended.workers.map((other, index) => (index === which ? idle(other.shard) : other));
  if (how === 'aborts' || !worker?.taken || !shard) return { ...ended, workers };
  const opened = withWindow(shard, withBounds(shard.from, worker.taken), bounds);
  const done = deliver(bounds, before, opened, worker.blocked);
  const next = committed(bounds, before, shard.id, done);
  const inFlight = next.shards.find(({ id }) => id === shard.id);
  const { shards, marks, retries } = done.batch.length > 0 && inFlight ? acknowledged(bounds, next, inFlight) : next;
  return { ...ended, shards, marks, retries, workers };
}
