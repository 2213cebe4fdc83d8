import type { Bounds } from './bounds.js';
import type { Found } from './label.js';
import { event, has, inShard, isCommitted, keyOf, withMarks, xidOf } from './log.js';
import { wasCommitted } from './snapshot.js';
import { marks, type Shard, type State } from './state.js';

/** app.consumer_position: a shard has passed every event at or below this id. */
export function low({ from, to, position }: Shard, { fault }: Bounds): number {
  const last = to ?? from;
  const start = to ? position : from.lo;
  return fault === 'lowIsPosition' ? start : Math.min(start, last.openLo, ...last.xipLo);
}

/** app.undelivered_events: whether a shard's position has not passed an event. */
export function isLeft(state: State, shard: Shard, id: number, bounds: Bounds): boolean {
  const xid = xidOf(state, id);
  return (
    id > low(shard, bounds) &&
    inShard(keyOf(state, id), shard.shards, shard.shard) &&
    !wasCommitted(shard.from, id, xid) &&
    !(shard.to && wasCommitted({ ...shard.to, hi: shard.position }, id, xid))
  );
}

/** The ids of a segment: that of the day before. */
const oldEvents = (state: State): number[] =>
  state.events.flatMap(({ writer }, index) => (state.writers[writer]?.segment === 0 ? [index + 1] : []));

/** app.segment_in_use. */
const isInUse = (bounds: Bounds, state: State, ids: readonly number[]): boolean =>
  ids.some((id) => isCommitted(state, id) && state.shards.some((shard) => isLeft(state, shard, id, bounds)));

/** What app.empty_segment finds when it looks at the segment of the day before. */
export function segmentUse(bounds: Bounds, state: State): 'empty' | 'free' | 'in use' {
  const there = oldEvents(state).filter((id) => isCommitted(state, id) && !has(state, id, marks.truncated));
  if (there.length === 0) return 'empty';
  return isInUse(bounds, state, there) ? 'in use' : 'free';
}

/** What maintenance does: when the day of a segment is over it looks, locks, looks again and truncates. */
export function retention(bounds: Bounds, state: State, found: Found<State>): void {
  if (!bounds.rotation) return;
  const label = { who: 'maintenance', which: 0 } as const;
  if (state.day === 0) {
    found({ ...label, does: 'finds that the day is over' }, { ...state, day: 1 });
    return;
  }
  const old = oldEvents(state);
  const there = old.filter((id) => !has(state, id, marks.truncated));
  const isFree = !isInUse(bounds, state, there);
  if (bounds.fault === 'looksOnce' && !state.looked && isFree)
    found({ ...label, does: 'finds the segment free' }, { ...state, looked: true });
  // The lock is had when no open transaction has written into the segment, and nothing is written while it is held.
  const hasLock = old.every((id) => state.writers[event(state, id).writer]?.status !== 'open');
  const mayTruncate = bounds.fault === 'truncatesByAge' || (bounds.fault === 'looksOnce' ? state.looked : isFree);
  if (hasLock && mayTruncate && there.length > 0)
    found(
      { ...label, does: 'truncates the segment', values: { events: there } },
      {
        ...state,
        marks: withMarks(state.marks, there, marks.truncated),
        looked: false,
      },
    );
}
