import { committed, deliver } from './batch.js';
import type { Bounds } from './bounds.js';
import { divided } from './dividing.js';
import { needsEpoch } from './epochs.js';
import type { Found } from './label.js';
import { lastEpoch, nothingNew, withWindow } from './log.js';
import { isLocked, withWorker } from './locks.js';
import { blockedKeys } from './parking.js';
import { endOfEpoch, snapshotAt, withBounds, type Snapshot } from './snapshot.js';
import { readEnd, takeSnapshot } from './taking.js';
import type { Turn } from './turn.js';
import { idle, type Done, type Shard, type State, type Worker } from './state.js';
import { endXid, takeXid } from './transactions.js';

/** What workers do: they fetch, in the reads of app.take_snapshot, and they die. */
export function fetching(bounds: Bounds, state: State, found: Found<State>): void {
  for (let which = 0; which < state.workers.length; which++) turn(bounds, state, which, found);
}

function turn(bounds: Bounds, state: State, which: number, found: Found<State>): void {
  const worker = state.workers[which];
  if (!worker) return;
  const turn: Turn = {
    bounds,
    state,
    which,
    worker,
    found: (does, values, next) => {
      found({ who: 'worker', which, does, values }, next);
    },
  };
  if (worker.stage === 'idle') {
    for (const one of shardsFor(turn)) start(turn, one);
    return;
  }
  const shard = worker.done?.shard ?? state.shards.find(({ id }) => id === worker.shardId);
  if (worker.stage === 'low') takeNumber(turn, shard);
  else if (worker.stage === 'numbered') lock(turn, shard);
  else if (worker.stage === 'locked' && shard) goOn(turn, shard);
  else if (worker.stage === 'snapped') readEnd(turn);
  else if (worker.stage === 'ready' && worker.host < 0 && shard) finish(turn, shard);
  else if (worker.stage === 'fetched' && worker.done) turn.found('commits', {}, over(turn, commit(turn, worker.done)));
  // An idle consumer that does not keep its log snapshot looks the same.
  if (worker.host < 0) turn.found('dies', {}, over(turn, state));
}

/** The shards that a worker may fetch from: those of the earliest generation. */
function shardsFor({ bounds, state, worker }: Turn): readonly Shard[] {
  if (state.shards.length === 1 || (bounds.divisions > 0 && bounds.fault === 'doesNotWait')) return state.shards;
  const earliest = Math.min(...state.shards.map(({ generation }) => generation));
  return state.shards.filter(
    ({ generation, shard }) => generation === earliest && (bounds.divisions > 0 || shard === worker.shard),
  );
}

/** The end of the next window where no snapshot is needed: the shard's end, or that of its cluster epoch. */
function givenEnd({ bounds, state }: Turn, { from, endsAt }: Shard): Snapshot | undefined {
  if (endsAt?.epoch === from.epoch) return endsAt;
  const next = state.epochs[from.epoch + 1];
  return next && bounds.fault !== 'leavesOldEpoch' ? endOfEpoch(from.epoch, next.lo) : undefined;
}

/** The shard with its window open, if that needs no snapshot. */
function opened(turn: Turn, shard: Shard): Shard | undefined {
  if (shard.to) return shard;
  const end = givenEnd(turn, shard);
  return end && !needsEpoch(turn.bounds, turn.state) ? withWindow(shard, end, turn.bounds) : undefined;
}

/** Whether a fetch finds that there is nothing, before it takes a snapshot. */
const isQuiet = ({ state }: Turn, { from }: Shard): boolean =>
  from.epoch === lastEpoch(state) && nothingNew(state, from);

/** The transaction of a fetch ends. */
function over({ which, worker }: Turn, state: State): State {
  const next = withWorker(state, which, idle(worker.shard));
  return worker.xid === 0 ? next : { ...next, ...endXid(next, worker.xid) };
}

const commit = ({ bounds, state, worker }: Turn, done: Done): State => committed(bounds, state, worker.shardId, done);

/** The worker with another stage. */
const at = ({ state, which, worker }: Turn, change: Partial<Worker>): State =>
  withWorker(state, which, { ...worker, ...change });

function start(turn: Turn, shard: Shard): void {
  const { bounds, state, worker, found } = turn;
  if (shard.leased || (!bounds.openFetches && isLocked(state, shard.id))) return;
  const window = opened(turn, shard);
  if (window && !bounds.openFetches) {
    const done = deliver(bounds, state, window, blockedKeys(bounds, state));
    const what = done.batch.length > 0 ? 'delivers' : 'closes the window';
    found(what, { shard: shard.id, events: done.batch }, committed(bounds, state, shard.id, done));
    return;
  }
  if (!window && (needsEpoch(bounds, state) || isQuiet(turn, shard))) return;
  const hasXids = state.nextXid <= bounds.xids;
  const low = { stage: 'low', shardId: shard.id, taken: snapshotAt(0, state.events.length) } as const;
  if (hasXids) found('reads the end of the log', { lo: state.events.length }, at(turn, low));
  if (!bounds.hosted && !bounds.hostedByWriters) return;
  const hosted: Worker = {
    ...{ ...worker, stage: 'locked', wrote: true, shardId: shard.id, blocked: blockedKeys(bounds, state) },
    taken: snapshotAt(0, shard.from.lo),
  };
  if (bounds.hosted && hasXids)
    found(
      'has an xid before it fetches',
      { xid: state.nextXid },
      {
        ...at(turn, { ...hosted, xid: state.nextXid }),
        ...takeXid(state),
      },
    );
  if (bounds.hostedByWriters)
    for (const [host, { status, xid }] of state.writers.entries())
      if (status === 'open' && state.workers.every((other) => other.host !== host))
        found('fetches in the transaction of a writer', { writer: host + 1 }, at(turn, { ...hosted, host, xid }));
}

function takeNumber(turn: Turn, shard: Shard | undefined): void {
  const { bounds, state, found } = turn;
  if (!bounds.openFetches) {
    lock(turn, shard);
    return;
  }
  if (state.nextXid > bounds.xids) return;
  const next = at(turn, { stage: 'numbered', xid: state.nextXid });
  found('takes an xid', { xid: state.nextXid }, { ...next, ...takeXid(state) });
}

function lock(turn: Turn, shard: Shard | undefined): void {
  const { bounds, state, worker, found } = turn;
  if (!shard || shard.leased || (shard.to && !bounds.openFetches)) {
    found('comes too late', {}, over(turn, state));
    return;
  }
  if (isLocked(state, shard.id)) return;
  const taken = worker.taken && {
    ...worker.taken,
    ...(bounds.fault === 'readsEndBeforeSnapshot' ? { hi: state.events.length } : {}),
  };
  const locked = { stage: 'locked', taken, blocked: blockedKeys(bounds, state) } as const;
  if (worker.stage === 'numbered' || bounds.fault === 'takesNoXid') found('locks its shard', {}, at(turn, locked));
  else if (state.nextXid <= bounds.xids)
    found(
      'takes an xid',
      { xid: state.nextXid },
      {
        ...at(turn, { ...locked, xid: state.nextXid }),
        ...takeXid(state),
      },
    );
}

/** Delivers from a window that is open, and else takes a snapshot to open one. */
function goOn(turn: Turn, shard: Shard): void {
  const { bounds, state, worker, found } = turn;
  const window = worker.divides ? undefined : opened(turn, shard);
  if (!window) {
    takeSnapshot(turn, shard);
    return;
  }
  const done = deliver(bounds, state, window, worker.blocked);
  const parked = [...(worker.done?.parked ?? []), ...done.parked];
  const isOver = done.batch.length > 0 || !done.shard;
  found(
    done.batch.length > 0 ? 'delivers' : 'closes the window',
    { shard: shard.id, events: done.batch },
    {
      ...at(turn, { stage: isOver ? 'fetched' : 'locked', done: { ...done, parked } }),
    },
  );
}

/** Delivers from the window that it has opened. */
function finish(turn: Turn, shard: Shard): void {
  const { bounds, state, worker, found } = turn;
  if (!worker.taken) return;
  const to = withBounds(shard.from, worker.taken);
  if (worker.divides) {
    found('divides the keys', { at: to.hi }, over(turn, divided(bounds, state, to)));
    return;
  }
  const window = withWindow(inPresent(turn, shard), to, bounds);
  const done = deliver(bounds, state, window, worker.blocked);
  const all = { ...done, parked: [...(worker.done?.parked ?? []), ...done.parked] };
  found(
    done.batch.length > 0 ? 'delivers' : 'closes the window',
    { shard: shard.id, events: done.batch, above: window.position },
    bounds.openFetches ? at(turn, { stage: 'fetched', done: all }) : over(turn, commit(turn, all)),
  );
}

/** A wrong design goes on in the present epoch before it has read the one before to its end. */
function inPresent({ bounds, state }: Turn, shard: Shard): Shard {
  const start = state.epochs[lastEpoch(state)];
  return bounds.fault === 'leavesOldEpoch' && start && shard.from.epoch < start.epoch
    ? { ...shard, from: start }
    : shard;
}
