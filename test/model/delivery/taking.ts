import { withWorker } from './locks.js';
import type { Shard } from './state.js';
import { serverSnapshot } from './transactions.js';
import type { Turn } from './turn.js';

/**
 * The snapshot of app.take_snapshot, when the end of the log has been read and the transaction has its xid.
 *
 * @param turn - a worker that has locked its shard
 * @param shard - the shard
 */
export function takeSnapshot({ bounds: { fault }, state, which, worker, found }: Turn, { from }: Shard): void {
  if (!worker.taken) return;
  const { xmax, xip: running } = serverSnapshot(state);
  // A snapshot never lists the transaction that takes it; what that has written is delivered after it commits.
  const listsItself = worker.wrote && worker.xid < xmax && fault !== 'forgetsItself';
  const xip = [...running.filter((xid) => xid !== worker.xid), ...(listsItself ? [worker.xid] : [])];
  const own = fault === 'takesNoXid' ? xmax : worker.xid;
  const isBoundNew = worker.wrote && fault === (worker.divides ? 'boundIsNew' : 'trustsOwnXid');
  const taken = {
    ...{ ...worker.taken, xmax, xip, nextXid: worker.wrote && !isBoundNew ? from.nextXid : own },
    ...(isBoundNew ? { lo: state.events.length } : {}),
  };
  found('takes a snapshot', { xmax, xip }, withWorker(state, which, { ...worker, stage: 'snapped', taken }));
}

/**
 * The last read of app.take_snapshot.
 *
 * @param turn - a worker that has taken a snapshot
 */
export function readEnd({ bounds: { fault }, state, which, worker, found }: Turn): void {
  if (!worker.taken) return;
  const hi = fault === 'readsEndBeforeSnapshot' ? worker.taken.hi : state.events.length;
  const ready = { ...worker, stage: 'ready', taken: { ...worker.taken, hi } } as const;
  found('reads the end of the log again', { hi }, withWorker(state, which, ready));
}
