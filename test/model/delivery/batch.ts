import type { Bounds } from './bounds.js';
import { delivered } from './delivered.js';
import { has, snapshotAfter, windowEvents, withMarks } from './log.js';
import { blockedKeys, isBlocked, isParked, withBlocked } from './parking.js';
import { marks, type Done, type Shard, type State, type Worker } from './state.js';

/** The state with another shard in the place of the one with its id; without it if there is no other. */
export const withShard = (state: State, id: number, shard: Shard | undefined): State => ({
  ...state,
  shards: shard
    ? state.shards.map((before) => (before.id === id ? shard : before))
    : state.shards.filter((before) => before.id !== id),
});

/** app.close_window; undefined when the shard has come to its end. */
function closed(state: State, shard: Shard): Shard | undefined {
  if (!shard.to || shard.to === shard.endsAt) return undefined;
  const from = snapshotAfter(state, shard.to);
  return { ...shard, from, to: undefined, position: from.lo, deliveredTo: 0 };
}

/**
 * app.fetch_shard from its open window on: the next batch, or the end of the window.
 *
 * @param bounds - of the model
 * @param state - the state that the fetch sees
 * @param opened - the shard, with an open window
 * @param blocked - the blocked keys, as they were read
 * @returns what is done when the fetch commits
 */
export function deliver(bounds: Bounds, state: State, opened: Shard, blocked: Worker['blocked']): Done {
  const late = opened.late || (opened.deliveredTo !== 0 && bounds.fault === 'takesAnyBatch');
  let shard = opened;
  const parked: number[] = [];
  for (;;) {
    const end = shard.to?.hi ?? 0;
    const through = shard.deliveredTo || end;
    const ids = windowEvents(state, shard, shard.position, through, bounds);
    const batch = ids.filter((id) => !isParked(state, blocked, id)).slice(0, bounds.limit);
    const deliveredTo = batch.length === bounds.limit ? (batch.at(-1) ?? through) : through;
    if (blocked.length > 0 && bounds.fault !== 'skipsWithoutParking') {
      const now = bounds.fault === 'readsBlockedTwice' ? blockedKeys(bounds, state) : blocked;
      parked.push(...ids.filter((id) => id <= deliveredTo && isBlocked(state, now, id)));
    }
    const done = { batch, parked, isRetry: false };
    if (batch.length > 0) return { ...done, shard: { ...shard, inFlight: batch, leased: true, late, deliveredTo } };
    if (through === end) return { ...done, shard: closed(state, shard) };
    shard = { ...shard, position: through, deliveredTo: 0 };
  }
}

/**
 * What a fetch has done is committed.
 *
 * @param bounds - of the model
 * @param state - before
 * @param id - of its shard
 * @param done - what it has done
 * @returns the state after
 */
export function committed(bounds: Bounds, state: State, id: number, { shard, batch, parked }: Done): State {
  return {
    ...withShard(state, id, shard),
    retries: withBlocked(state, parked),
    marks: delivered(bounds, state, batch),
  };
}

/**
 * app.ack_events, by the worker that has the batch.
 *
 * @param bounds - of the model
 * @param state - before
 * @param shard - the shard of the batch
 * @param through - the last event to acknowledge; the whole batch when undefined
 * @returns the state after
 */
export function acknowledged(bounds: Bounds, state: State, shard: Shard, through?: number): State {
  const dealtWith = shard.inFlight.filter((id) => through === undefined || id <= through);
  const unseen = dealtWith.filter((id) => !has(state, id, marks.delivered));
  const blocked = blockedKeys(bounds, state);
  const early = dealtWith.filter((id) => isBlocked(state, blocked, id));
  const over = withMarks(state.marks, dealtWith, marks.acknowledged);
  const all = withMarks(withMarks(over, unseen, marks.unseen), early, marks.overtook);
  const left = shard.inFlight.filter((id) => !dealtWith.includes(id));
  const isWhole = through === undefined || left.length === 0;
  const end = bounds.fault === 'acknowledgesMore' ? (shard.to?.hi ?? 0) : shard.deliveredTo;
  return withShard({ ...state, marks: all }, shard.id, {
    ...shard,
    position: isWhole ? end : through,
    ...(isWhole ? { deliveredTo: 0, leased: false } : {}),
    inFlight: left,
  });
}
