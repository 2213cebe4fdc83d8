import type { Bounds } from './bounds.js';
import { ever, wasCommitted, windowStart, type Snapshot } from './snapshot.js';
import { marks, type Event, type Shard, type State } from './state.js';
import { serverSnapshot } from './transactions.js';

/** An event by its id. */
export function event(state: State, id: number): Event {
  const found = state.events[id - 1];
  if (!found) throw new Error(`no event ${String(id)}`);
  return found;
}

/** The xid of the transaction that wrote an event. */
export const xidOf = (state: State, id: number): number => state.writers[event(state, id).writer]?.xid ?? 0;

/** The key of an event. */
export const keyOf = (state: State, id: number): number => event(state, id).key;

/** Whether an event has committed. */
export const isCommitted = (state: State, id: number): boolean =>
  state.writers[event(state, id).writer]?.status === 'committed';

/** Whether the row of an event is there for a fetch: it is committed, or the fetch is in the transaction that wrote it. */
const isVisible = (state: State, id: number): boolean =>
  isCommitted(state, id) || state.workers.some(({ host }) => host === event(state, id).writer);

/** Whether a mark of `marks` is set for an event. */
export const has = (state: State, id: number, mark: number): boolean => ((state.marks[id - 1] ?? 0) & mark) !== 0;

/** The marks with some set for some events. */
export const withMarks = (all: readonly number[], ids: readonly number[], mark: number): readonly number[] =>
  ids.length === 0 ? all : all.map((before, index) => (ids.includes(index + 1) ? before | mark : before));

/** app.in_shard. */
export const inShard = (key: number, shards: number, shard: number): boolean => key % shards === shard;

/** app.log_window: committed at a log snapshot and not yet at an earlier one, and still there. */
export function logWindow(
  state: State,
  shard: Shard,
  [from, to]: readonly [Snapshot, Snapshot],
  after: number,
  through: number,
  { fault }: Bounds,
): number[] {
  const ids: number[] = [];
  const end = Math.min(through, state.events.length);
  for (let id = after + 1; id <= end; id++) {
    const xid = xidOf(state, id);
    const isNew = fault === 'positionIsLastId' ? id > from.hi : !wasCommitted(from, id, xid);
    if (
      isNew &&
      wasCommitted(to, id, xid) &&
      isVisible(state, id) &&
      inShard(keyOf(state, id), shard.shards, shard.shard) &&
      !has(state, id, marks.truncated)
    )
      ids.push(id);
  }
  return ids;
}

/** The events of the open window of a shard, from its position on up to an id. */
export const windowEvents = (state: State, shard: Shard, after: number, through: number, bounds: Bounds): number[] =>
  shard.to ? logWindow(state, shard, [shard.from, shard.to], after, Math.min(through, shard.to.hi), bounds) : [];

/** app.nothing_new: no event can have committed since a log snapshot of this cluster epoch. */
export function nothingNew(state: State, from: Snapshot): boolean {
  if (state.events.length !== from.hi) return false;
  const { xmax, xip } = serverSnapshot(state);
  return (
    ((from.nextXid <= from.xmax && from.lo === from.hi) || xmax <= from.xmax) &&
    from.xip.every((xid) => xip.includes(xid))
  );
}

/** The present, when no transaction runs. */
export const quietSnapshot = (state: State, epoch: number): Snapshot => ({
  ...{ epoch, lo: state.events.length, hi: state.events.length, xmax: state.nextXid, xip: [], xipLo: [] },
  ...{ nextXid: state.nextXid, openLo: state.events.length },
});

/** app.current_cluster_epoch, as far as it is open. */
export const lastEpoch = (state: State): number => state.epochs.length - 1;

/** app.snapshot_after: where the next window begins. */
export const snapshotAfter = (state: State, to: Snapshot): Snapshot =>
  to.nextXid === ever ? (state.epochs[to.epoch + 1] ?? to) : to;

/** A shard whose next window is open up to a log snapshot. */
export const withWindow = (shard: Shard, to: Snapshot, { fault }: Bounds): Shard => ({
  ...shard,
  to,
  position: windowStart(shard.from, to, fault),
});
