import { committed, deliver } from './batch.js';
import { withWindow } from './log.js';
import { isLocked } from './locks.js';
import { blockedKeys } from './parking.js';
import { retriesDelivered, retriesToDeliver } from './retrying.js';
import { snapshotAt, withBounds } from './snapshot.js';
import type { Done, Shard } from './state.js';
import { readEnd, takeSnapshot } from './taking.js';
import { takeXid } from './transactions.js';
import { at, isQuiet, opened, over, type Turn } from './turn.js';

/**
 * A step of a fetch whose transaction stays open: others see what it has done when it commits. It looks for retries,
 * takes its xid and its lock in steps of their own, and goes on after a window that it has only closed.
 *
 * @param turn - of its worker
 * @param first - the shard to fetch from, when the worker is idle
 */
export function openFetch(turn: Turn, first: Shard | undefined): void {
  const { bounds, state, which, worker, found } = turn;
  const { stage } = worker;
  const there = first ?? state.shards.find(({ id }) => id === worker.shardId);
  const shard = worker.done?.shard ?? there;
  if (stage === 'idle' && shard) {
    const low = { stage: 'low', shardId: shard.id, taken: snapshotAt(0, state.events.length) } as const;
    found('reads the end of the log', { lo: state.events.length }, at(turn, low));
  }
  if (stage === 'low' && state.nextXid <= bounds.xids) {
    const numbered = at(turn, { stage: 'numbered', xid: state.nextXid });
    found('takes an xid', { xid: state.nextXid }, { ...numbered, ...takeXid(state) });
  }
  // It has no lock.
  if ((stage === 'low' || stage === 'numbered') && isNothing(turn, there))
    found('finds nothing', {}, at(turn, { stage: 'fetched', shardId: -1 }));
  if (stage === 'numbered') lock(turn, there);
  if (stage === 'locked' && shard) goOn(turn, shard);
  if (stage === 'snapped') readEnd(turn);
  if (stage === 'ready' && shard) finish(turn, shard);
  if (stage === 'fetched') {
    const { done } = worker;
    const next = done?.isRetry ? retriesDelivered(bounds, state, done.batch, worker.token) : state;
    const after = done && !done.isRetry ? committed(bounds, state, worker.shardId, done) : next;
    found('commits', { which }, over(turn, after));
  }
  if (stage !== 'idle') found('dies', {}, over(turn, state));
}

/** Whether the shard cannot be had, or has nothing new. */
const isNothing = (turn: Turn, shard: Shard | undefined): boolean =>
  !shard || shard.leased || isLocked(turn.state, shard.id) || (!opened(turn, shard) && isQuiet(turn, shard));

function lock(turn: Turn, shard: Shard | undefined): void {
  const { bounds, state, worker, found } = turn;
  const batch = retriesToDeliver(bounds, state, shard);
  if (batch.length > 0 && state.workers.every(({ done }) => !done?.isRetry)) {
    const done: Done = { shard: undefined, batch, parked: [], isRetry: true };
    found('delivers retries', { events: batch }, at(turn, { stage: 'fetched', shardId: -1, done }));
  }
  if (shard && !shard.leased && !isLocked(state, worker.shardId))
    found('locks its shard', {}, at(turn, { stage: 'locked', blocked: blockedKeys(bounds, state) }));
}

/** Delivers from a window that is open, and else takes a snapshot to open one. */
function goOn(turn: Turn, shard: Shard): void {
  const window = opened(turn, shard);
  if (window) deliverFrom(turn, window, false);
  else if (isQuiet(turn, shard)) turn.found('finds nothing', {}, at(turn, { stage: 'fetched' }));
  else takeSnapshot(turn, shard);
}

/** Delivers from the window that it has opened. */
function finish(turn: Turn, shard: Shard): void {
  const { taken } = turn.worker;
  if (taken) deliverFrom(turn, withWindow(shard, withBounds(shard.from, taken), turn.bounds), true);
}

function deliverFrom(turn: Turn, window: Shard, isLast: boolean): void {
  const { bounds, state, worker, found } = turn;
  const done = deliver(bounds, state, { ...window, batch: worker.token }, worker.blocked);
  const parked = [...(worker.done?.parked ?? []), ...done.parked];
  const isOver = isLast || done.batch.length > 0 || !done.shard;
  found(
    done.batch.length > 0 ? 'delivers' : 'closes the window',
    { shard: window.id, events: done.batch },
    at(turn, { stage: isOver ? 'fetched' : 'locked', done: { ...done, parked } }),
  );
}
