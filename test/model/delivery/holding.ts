import { acknowledged, withShard } from './batch.js';
import type { Bounds } from './bounds.js';
import { isLocked } from './locks.js';
import type { Found } from './label.js';
import type { Shard, State } from './state.js';

/** What becomes of batches in flight: they are acknowledged, in whole or in part, or their leases expire. */
export function holding(bounds: Bounds, state: State, found: Found<State>): void {
  for (const shard of state.shards) {
    if (shard.deliveredTo === 0 || isLocked(state, shard.id)) continue;
    const label = { who: 'shard', which: shard.id } as const;
    found({ ...label, does: 'has its batch acknowledged' }, acknowledged(bounds, state, shard));
    if (bounds.parts)
      for (const through of shard.inFlight.slice(0, -1))
        found(
          { ...label, does: 'has a part of its batch acknowledged', values: { through } },
          acknowledged(bounds, state, shard, through),
        );
    if (shard.leased && state.rest.expiries > 0)
      found({ ...label, does: 'has its lease expired' }, expired(state, shard));
    // A worker whose batch went to another, or that did not notice that the consumer was moved.
    if (bounds.fault === 'takesAnyBatch' && shard.late) {
      const after = acknowledged(bounds, state, { ...shard, inFlight: [], late: false });
      found({ ...label, does: 'has its batch acknowledged by a worker that is late' }, after);
    }
  }
}

const expired = (state: State, shard: Shard): State => ({
  ...withShard(state, shard.id, { ...shard, leased: false }),
  rest: { ...state.rest, expiries: state.rest.expiries - 1 },
});
