import { isSame, type Snapshot } from '../delivery/snapshot.js';
import type { State } from '../delivery/state.js';
import type { Of } from './operation.js';

/**
 * Whether a step of a worker agrees with what its fetch was seen to do.
 *
 * @param operation - the fetch
 * @param before - the state before the step
 * @param next - the state after it
 * @returns the state after it, over when the fetch has its answer; undefined if the two do not agree
 */
export function fetched(
  operation: Of<'fetches'>,
  before: State,
  next: State,
): { state: State; progress: number; isOver: boolean } | undefined {
  const was = before.workers[operation.worker];
  const worker = next.workers[operation.worker];
  if (!worker || !was || worker.stage === 'idle' || was.stage === 'fetched') return undefined;
  if (worker.xid !== 0 && worker.xid !== operation.xid) return undefined;
  const state = { state: next, progress: 0, isOver: false };
  if (worker.stage !== 'fetched') return isOnItsWay(operation, worker.taken, worker.stage) ? state : undefined;
  if (worker.xid !== operation.xid) return undefined;
  const { done } = worker;
  if ((done?.batch ?? []).join() !== operation.events.join()) return undefined;
  if (done?.isRetry)
    return operation.row || operation.batch?.shard !== undefined ? undefined : { ...state, isOver: true };
  const { row } = operation;
  if (row) {
    const shard = done?.shard;
    const agrees =
      shard?.position === row.position &&
      shard.deliveredTo === row.deliveredTo &&
      isSame(shard.from, row.from) &&
      isSame(shard.to, row.to);
    return agrees ? { ...state, isOver: true } : undefined;
  }
  // What it found is not kept; what it parked would be.
  if (done && (done.batch.length > 0 || done.parked.length > 0)) return undefined;
  const workers = next.workers.map((one) => (one === worker ? { ...one, done: undefined } : one));
  return { state: { ...next, workers }, progress: 0, isOver: true };
}

/** Whether what it has read so far is what its log snapshot says. */
function isOnItsWay({ row }: Of<'fetches'>, taken: Snapshot | undefined, stage: string): boolean {
  const snapshot = row?.to ?? row?.from;
  if (!row || !taken || !snapshot || (stage !== 'snapped' && stage !== 'ready')) return true;
  if (snapshot.xmax !== taken.xmax || snapshot.lo !== taken.lo || snapshot.xip.join() !== taken.xip.join())
    return false;
  return stage === 'snapped' || snapshot.hi === taken.hi;
}
