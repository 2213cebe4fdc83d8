import type { Bounds } from './bounds.js';
import { isLocked } from './locks.js';
import type { Found } from './label.js';
import { has, isCommitted, lastEpoch, xidOf } from './log.js';
import { snapshotAt, snapshotBefore, wasCommitted, withBounds, ever, type Snapshot } from './snapshot.js';
import { marks, type State } from './state.js';
import { endXid, serverSnapshot, takeXid } from './transactions.js';
import { needsEpoch } from './epochs.js';

/** app.seek_consumer: to the beginning, to an event, or to the end. It waits for the locks of all shards. */
export function seeking(bounds: Bounds, state: State, found: Found<State>): void {
  if (state.rest.seeks === 0 || needsEpoch(bounds, state) || state.nextXid > bounds.xids) return;
  if (state.shards.some(({ id }) => isLocked(state, id))) return;
  const now = present(state);
  const operator = { who: 'operator', which: 0 } as const;
  for (let id = 1; id <= state.events.length; id++)
    found(
      { ...operator, does: 'moves the consumer to an event', values: { id } },
      moved(bounds, state, before(state, now, id)),
    );
  const end = bounds.fault === 'seeksById' ? { ...now, xmax: ever, xip: [], xipLo: [] } : now;
  found({ ...operator, does: 'moves the consumer to the end' }, moved(bounds, state, end));
}

/** app.take_snapshot after the lock of a row, with the low bound read before. */
function present(state: State): Snapshot {
  const end = state.events.length;
  const start = state.epochs[lastEpoch(state)] ?? snapshotAt(0, 0);
  return withBounds(start, { ...snapshotAt(0, end), ...serverSnapshot(state), nextXid: state.nextXid });
}

/** app.cluster_epoch_of. */
const epochOf = (state: State, id: number): number =>
  Math.max(0, ...state.epochs.flatMap(({ lo }, index) => (lo < id ? [index] : [])));

/** Whether a consumer that is moved to a log snapshot is moved over an event. In an earlier epoch than its, all had committed. */
function isBefore({ fault }: Bounds, state: State, at: Snapshot, id: number): boolean {
  const epoch = epochOf(state, id);
  if (fault === 'seeksById' || at.xmax === 0) return id <= at.hi;
  return epoch === at.epoch ? wasCommitted(at, id, xidOf(state, id)) : epoch < at.epoch;
}

/** app.snapshot_before; in an earlier cluster epoch every transaction has ended. */
function before(state: State, now: Snapshot, id: number): Snapshot {
  const epoch = epochOf(state, id);
  return epoch === now.epoch ? snapshotBefore(now, id) : snapshotAt(epoch, id - 1);
}

/** The consumer stands at a log snapshot: later events will be delivered, again or for the first time. */
function moved(bounds: Bounds, state: State, at: Snapshot): State {
  const isRead = (id: number) => bounds.fault !== 'keepsRetries' && id > at.hi && !has(state, id, marks.truncated);
  const retries = state.retries.filter(({ id }) => !isRead(id));
  const generation = Math.max(...state.shards.map((shard) => shard.generation));
  const window = bounds.fault === 'keepsWindow' ? {} : { to: undefined, position: at.lo };
  return {
    ...state,
    ...endXid(takeXid(state), state.nextXid),
    rest: { ...state.rest, seeks: state.rest.seeks - 1 },
    retries,
    shards: state.shards
      .filter((shard) => shard.generation === generation)
      .map((shard) => ({
        ...{ ...shard, from: at, ...window, deliveredTo: 0, leased: false, inFlight: [] },
        late: bounds.fault === 'takesAnyBatch' && (shard.late || shard.deliveredTo !== 0),
      })),
    // What the consumer is moved over counts as acknowledged, unless it is parked; the rest counts as not delivered.
    marks: state.marks.map((mark, index) => {
      const id = index + 1;
      if (has(state, id, marks.truncated) || retries.some((retry) => retry.id === id)) return mark;
      const isOver = isCommitted(state, id) && isBefore(bounds, state, at, id);
      return isOver ? mark | marks.delivered | marks.acknowledged : mark & ~(marks.delivered | marks.acknowledged);
    }),
  };
}
