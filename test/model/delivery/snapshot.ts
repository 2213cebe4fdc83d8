import type { Fault } from './bounds.js';

/** app.log_snapshot: which events of a log had committed at one moment. */
export interface Snapshot {
  epoch: number;
  lo: number;
  hi: number;
  xmax: number;
  xip: readonly number[];
  /** For each of xip: its events are above this id. */
  xipLo: readonly number[];
  /** `ever` at the end of a cluster epoch. */
  nextXid: number;
  openLo: number;
}

/** An xid above all others: as xmax, every transaction had ended. */
export const ever = 2 ** 30;

const none: readonly number[] = [];

/** app.snapshot_at: every event above the id is new, whenever it committed. */
export const snapshotAt = (epoch: number, id: number): Snapshot => ({
  epoch,
  lo: id,
  hi: id,
  xmax: 0,
  xip: none,
  xipLo: none,
  nextXid: 0,
  openLo: id,
});

/** The end of a cluster epoch, in which every transaction has ended. */
export const endOfEpoch = (epoch: number, id: number): Snapshot => ({
  ...{ epoch, lo: id, hi: id, xmax: ever, xip: none, xipLo: none, nextXid: ever, openLo: id },
});

/** app.was_committed, of an event that is visible now. */
export const wasCommitted = (at: Snapshot, id: number, xid: number): boolean =>
  id <= at.hi && xid < at.xmax && !at.xip.includes(xid);

/** The last part of app.take_snapshot: the bounds of the running transactions, from an earlier log snapshot. */
export function withBounds(after: Snapshot, taken: Snapshot): Snapshot {
  return {
    ...taken,
    epoch: after.epoch,
    xipLo: taken.xip.map((xid) => {
      if (xid >= after.nextXid) return after.lo;
      if (xid >= after.xmax) return after.openLo;
      return after.xipLo[after.xip.indexOf(xid)] ?? after.openLo;
    }),
    openLo: taken.xmax >= after.nextXid ? after.lo : Math.min(after.openLo, after.lo),
  };
}

/** app.window_start: the id above which the events of a window lie. */
export function windowStart(from: Snapshot, to: Snapshot, fault: Fault): number {
  let start = from.lo;
  if (to.xmax > from.xmax && from.nextXid > from.xmax && fault !== 'ignoresOpenBound')
    start = Math.min(start, from.openLo);
  if (fault !== 'ignoresRunningBounds')
    for (const [index, xid] of from.xip.entries())
      if (xid < to.xmax && !to.xip.includes(xid)) start = Math.min(start, from.xipLo[index] ?? 0);
  return start;
}

/** app.snapshot_before: this event, later ones and all that had not committed at a snapshot of the same epoch are new. */
export function snapshotBefore(now: Snapshot, id: number): Snapshot {
  const hi = Math.min(now.hi, id - 1);
  return { ...now, hi, lo: Math.min(now.lo, hi) };
}

/** Whether two log snapshots say the same. */
export function isSame(a: Snapshot | undefined, b: Snapshot | undefined): boolean {
  if (!a || !b) return a === b;
  const isSameList = (one: readonly number[], other: readonly number[]) => one.join() === other.join();
  return (
    a.epoch === b.epoch &&
    a.lo === b.lo &&
    a.hi === b.hi &&
    a.xmax === b.xmax &&
    a.nextXid === b.nextXid &&
    a.openLo === b.openLo &&
    isSameList(a.xip, b.xip) &&
    isSameList(a.xipLo, b.xipLo)
  );
}
