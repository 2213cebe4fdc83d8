import type { Bounds } from './bounds.js';
import { needsEpoch } from './epochs.js';
import type { Label } from './label.js';
import { lastEpoch, nothingNew, withWindow } from './log.js';
import { withWorker } from './locks.js';
import { endOfEpoch, type Snapshot } from './snapshot.js';
import { idle, type Shard, type State, type Worker } from './state.js';
import { endXid } from './transactions.js';

/** A worker with what it needs for its next step. */
export interface Turn {
  bounds: Bounds;
  state: State;
  which: number;
  worker: Worker;
  found: (does: string, values: Label['values'], next: State) => void;
}

/** The end of the next window where no snapshot is needed: the shard's end, or that of its cluster epoch. */
function givenEnd({ bounds, state }: Turn, { from, endsAt }: Shard): Snapshot | undefined {
  if (endsAt?.epoch === from.epoch) return endsAt;
  const next = state.epochs[from.epoch + 1];
  return next && bounds.fault !== 'leavesOldEpoch' ? endOfEpoch(from.epoch, next.lo) : undefined;
}

/** The shard with its window open, if that needs no snapshot. */
export function opened(turn: Turn, shard: Shard): Shard | undefined {
  if (shard.to) return shard;
  const end = givenEnd(turn, shard);
  return end && !needsEpoch(turn.bounds, turn.state) ? withWindow(shard, end, turn.bounds) : undefined;
}

/** Whether a fetch finds that there is nothing, before it takes a snapshot. */
export const isQuiet = ({ state }: Turn, { from }: Shard): boolean =>
  from.epoch === lastEpoch(state) && nothingNew(state, from);

/** The transaction of a fetch ends. */
export function over({ which, worker }: Turn, state: State): State {
  const next = withWorker(state, which, idle(worker.shard));
  return worker.xid === 0 ? next : { ...next, ...endXid(next, worker.xid) };
}

/** The worker with another stage. */
export const at = ({ state, which, worker }: Turn, change: Partial<Worker>): State =>
  withWorker(state, which, { ...worker, ...change });
