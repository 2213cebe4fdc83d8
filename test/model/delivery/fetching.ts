import { committed, deliver } from './batch.js';
import type { Bounds } from './bounds.js';
import { divided } from './dividing.js';
import { needsEpoch } from './epochs.js';
import type { Found } from './label.js';
import { lastEpoch, withWindow } from './log.js';
import { isLocked } from './locks.js';
import { openFetch } from './openFetching.js';
import { blockedKeys } from './parking.js';
import { snapshotAt, withBounds } from './snapshot.js';
import type { Shard, State, Worker } from './state.js';
import { readEnd, takeSnapshot } from './taking.js';
import { takeXid } from './transactions.js';
import { at, isQuiet, opened, over, type Turn } from './turn.js';

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
  if (bounds.openFetches) {
    openFetch(turn, worker.stage === 'idle' ? shardsFor(turn)[0] : undefined);
    return;
  }
  if (worker.stage === 'idle') {
    for (const one of shardsFor(turn)) start(turn, one);
    return;
  }
  const shard = state.shards.find(({ id }) => id === worker.shardId);
  if (worker.stage === 'low') lock(turn, shard);
  else if (worker.stage === 'locked' && shard) takeSnapshot(turn, shard);
  else if (worker.stage === 'snapped') readEnd(turn);
  else if (worker.stage === 'ready' && worker.host < 0 && shard) finish(turn, shard);
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

function start(turn: Turn, shard: Shard): void {
  const { bounds, state, worker, found } = turn;
  if (shard.leased || isLocked(state, shard.id)) return;
  const window = opened(turn, shard);
  if (window) {
    const done = deliver(bounds, state, window, blockedKeys(bounds, state));
    const what = done.batch.length > 0 ? 'delivers' : 'closes the window';
    found(what, { shard: shard.id, events: done.batch }, committed(bounds, state, shard.id, done));
    return;
  }
  if (needsEpoch(bounds, state) || isQuiet(turn, shard)) return;
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

function lock(turn: Turn, shard: Shard | undefined): void {
  const { bounds, state, worker, found } = turn;
  if (!shard || shard.leased || opened(turn, shard)) {
    found('comes too late', {}, over(turn, state));
    return;
  }
  if (isLocked(state, shard.id)) return;
  const taken = worker.taken && {
    ...worker.taken,
    ...(bounds.fault === 'readsEndBeforeSnapshot' ? { hi: state.events.length } : {}),
  };
  const locked = { stage: 'locked', taken, blocked: blockedKeys(bounds, state) } as const;
  if (bounds.fault === 'takesNoXid') found('locks its shard', {}, at(turn, locked));
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
  found(
    done.batch.length > 0 ? 'delivers' : 'closes the window',
    { shard: shard.id, events: done.batch, above: window.position },
    over(turn, committed(bounds, state, shard.id, done)),
  );
}

/** A wrong design goes on in the present epoch before it has read the one before to its end. */
function inPresent({ bounds, state }: Turn, shard: Shard): Shard {
  const start = state.epochs[lastEpoch(state)];
  return bounds.fault === 'leavesOldEpoch' && start && shard.from.epoch < start.epoch
    ? { ...shard, from: start }
    : shard;
}
