import type { Bounds } from '../delivery/bounds.js';
import { fetching } from '../delivery/fetching.js';
import { keyOf } from '../delivery/log.js';
import { snapshotAt } from '../delivery/snapshot.js';
import type { State, Worker } from '../delivery/state.js';
import type { Configuration, Pending } from './advance.js';
import { fetched } from './fetched.js';
import type { Of } from './operation.js';

/** What a fetch has read when it is at a stage, or before. */
const isBefore = ({ stage }: Worker, ...stages: Worker['stage'][]): boolean => stages.includes(stage);

/** Whether a fetch returned nothing and left nothing: then nobody knows what it read. */
export const isUnseen = ({ events, row }: Of<'fetches'>): boolean => events.length === 0 && !row;

/**
 * Whether an operation can no more be answered as it was, because the log or the xids have gone past what it has seen.
 *
 * @param state - a state
 * @param pending - an operation under way
 * @returns whether that is certain
 */
export function isDoomed(state: State, { operation, progress, isOver }: Pending): boolean {
  if (isOver) return false;
  if (operation.does === 'writes') {
    const hasXid = state.writers[operation.writer]?.status !== 'idle';
    return state.events.length >= operation.id || (!hasXid && state.nextXid > operation.xid);
  }
  if (operation.does !== 'fetches') {
    const xid = 'xid' in operation ? operation.xid : undefined;
    return progress === 0 && xid !== undefined && xid !== 0 && state.nextXid > xid;
  }
  const worker = state.workers[operation.worker];
  if (!worker) return false;
  if (isBefore(worker, 'idle', 'low') && operation.xid !== 0 && state.nextXid > operation.xid) return true;
  const { row } = operation;
  const snapshot = row?.to ?? row?.from;
  // Only a fetch with a snapshot of its own has its xid as the bound.
  if (!row || snapshot?.nextXid !== operation.xid) return false;
  if (isBefore(worker, 'idle') && state.events.length > snapshot.lo) return true;
  const isRead = !isBefore(worker, 'idle', 'low', 'numbered', 'locked');
  if (
    !isRead &&
    (state.latest >= snapshot.xmax || snapshot.xip.some((xid) => xid < state.nextXid && !state.running.includes(xid)))
  )
    return true;
  return isBefore(worker, 'idle', 'low', 'numbered', 'locked', 'snapped') && state.events.length > snapshot.hi;
}

/**
 * Takes the steps of fetches that can as well be taken at once: reads of what they were seen to read, and looks that
 * find nothing and leave nothing.
 *
 * @param bounds - of the model
 * @param before - a state, with what is under way
 * @returns the same after these steps
 */
export function settle(bounds: Bounds, before: Configuration): Configuration {
  let configuration = before;
  for (let settled = false; !settled;) {
    settled = true;
    for (const pending of configuration.pending) {
      if (pending.isOver || pending.operation.does !== 'fetches') continue;
      const next = step(bounds, configuration, pending.operation);
      if (!next) continue;
      const { state, isOver } = next;
      settled = false;
      configuration = {
        state,
        pending: configuration.pending.map((other) => (other === pending ? { ...pending, isOver } : other)),
      };
      break;
    }
  }
  return configuration;
}

/**
 * Whether a statement that is under way has the lock of a shard: in the model it takes effect in one step, but on a
 * server its transaction has the lock before.
 */
const isHeld = ({ state, pending }: Configuration, shard: number): boolean =>
  pending.some(({ operation, progress, isOver }) => {
    if (progress === 0 || isOver) return false;
    if (operation.does === 'acknowledges') return operation.batch.shard === shard;
    return operation.does === 'fails' && keyOf(state, operation.id) % state.shards.length === shard;
  });

/** The next step of a fetch that needs no choice. */
function step(
  bounds: Bounds,
  configuration: Configuration,
  operation: Of<'fetches'>,
): { state: State; isOver: boolean } | undefined {
  const { state } = configuration;
  const worker = state.workers[operation.worker];
  if (!worker) return undefined;
  if (isUnseen(operation) && worker.xid === operation.xid && isHeld(configuration, worker.shard)) {
    const workers = state.workers.map((one) =>
      one === worker ? { ...one, stage: 'fetched' as const, shardId: -1 } : one,
    );
    return { state: { ...state, workers }, isOver: true };
  }
  const unseen = isUnseen(operation);
  const free = ['takes an xid', 'takes a snapshot', 'reads the end of the log again'];
  // One that has an xid may have a lock for which another finds nothing, and one that leaves nothing reads when it likes.
  if (unseen) free.splice(1, 2, ...(operation.xid === 0 ? ['finds nothing'] : []));
  const snapshot = operation.row?.to ?? operation.row?.from;
  const isOwn = snapshot?.nextXid === operation.xid;
  let found: { state: State; isOver: boolean } | undefined;
  fetching(bounds, state, ({ which, does, values }, next) => {
    if (which !== operation.worker || found) return;
    const isFree = does === 'reads the end of the log' ? !isOwn || values?.lo === snapshot.lo : free.includes(does);
    const agreed = isFree ? fetched(operation, state, next) : undefined;
    if (agreed) found = agreed;
  });
  if (!found || !unseen || worker.stage !== 'idle') return found;
  // What it reads first is of no use to a fetch that keeps nothing.
  const workers = found.state.workers.map((one, index) =>
    index === operation.worker ? { ...one, taken: snapshotAt(0, 0) } : one,
  );
  return { ...found, state: { ...found.state, workers } };
}
