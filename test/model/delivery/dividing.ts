import type { Bounds } from './bounds.js';
import type { Found } from './label.js';
import { lastEpoch } from './log.js';
import { isLocked, withWorker } from './locks.js';
import { snapshotAt, type Snapshot } from './snapshot.js';
import { newShard, type State } from './state.js';
import { takeXid } from './transactions.js';

/** The number of shards is changed, in a transaction that waits for the locks of all. */
export function dividing(bounds: Bounds, state: State, found: Found<State>): void {
  const worker = state.workers[0];
  const shard = state.shards[0];
  if (state.rest.divisions === 0 || state.nextXid > bounds.xids || worker?.stage !== 'idle' || !shard) return;
  if (
    state.shards.some(
      ({ id, endsAt, from }) => Boolean(endsAt) || from.epoch !== lastEpoch(state) || isLocked(state, id),
    )
  )
    return;
  found(
    { who: 'worker', which: 0, does: 'locks all shards to divide the keys', values: { xid: state.nextXid } },
    {
      ...withWorker(state, 0, {
        ...{ ...worker, stage: 'locked', wrote: true, divides: true, shardId: shard.id, xid: state.nextXid },
        taken: snapshotAt(0, shard.from.lo),
      }),
      ...takeXid(state),
      rest: { ...state.rest, divisions: state.rest.divisions - 1 },
    },
  );
}

/**
 * app.set_shards: a new generation of shards begins where the one before it ends.
 *
 * @param bounds - of the model
 * @param state - before
 * @param at - the log snapshot taken under the locks of all shards
 * @returns the state after
 */
export function divided({ divided: count }: Bounds, state: State, at: Snapshot): State {
  const generation = Math.max(...state.shards.map((shard) => shard.generation));
  const firstId = Math.max(...state.shards.map(({ id }) => id)) + 1;
  return {
    ...state,
    shards: [
      ...state.shards.map((shard) => (shard.generation === generation ? { ...shard, endsAt: at } : shard)),
      ...Array.from({ length: count }, (_, shard) => newShard(firstId + shard, generation + 1, shard, count, at)),
    ],
  };
}
