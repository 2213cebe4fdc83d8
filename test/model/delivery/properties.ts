import type { Bounds } from './bounds.js';
import {
  has,
  inShard,
  isCommitted,
  keyOf,
  lastEpoch,
  logWindow,
  nothingNew,
  quietSnapshot,
  snapshotAfter,
} from './log.js';
import { blockedKeys, isParked } from './parking.js';
import { isLeft } from './retention.js';
import { dueRetries } from './retrying.js';
import { endOfEpoch, ever, windowStart, type Snapshot } from './snapshot.js';
import { needsEpoch } from './epochs.js';
import { marks, type Shard, type State } from './state.js';

const promises: readonly (readonly [mark: number, promise: string])[] = [
  [marks.early, 'no event is delivered before it has committed'],
  [marks.again, 'no event is delivered again after its acknowledgement'],
  [marks.overtook, 'events of one key are delivered in order'],
  [marks.unseen, 'only what was delivered is acknowledged'],
];

/**
 * The promises of delivery.
 *
 * @param bounds - of the model
 * @param state - a state
 * @returns one that is broken, or undefined
 */
export function violated(bounds: Bounds, state: State): string | undefined {
  for (const mark of state.marks)
    if (mark > 7) for (const [bit, promise] of promises) if ((mark & bit) !== 0) return promise;
  const owed: number[] = [];
  for (let id = 1; id <= state.events.length; id++)
    if (
      isCommitted(state, id) &&
      !has(state, id, marks.acknowledged) &&
      state.retries.every((retry) => retry.id !== id)
    )
      owed.push(id);
  if (owed.length === 0) return stalls(bounds, state, owed);
  if (owed.some((id) => has(state, id, marks.truncated)))
    return 'truncation takes nothing that a consumer has not passed';
  if (owed.some((id) => state.shards.every((shard) => !isLeft(state, shard, id, bounds))))
    return 'retention knows what a consumer has not passed';
  if (isSilent(state, owed)) return 'an idle consumer looks at what it has not had';
  if (state.writers.every(({ status }) => status !== 'open' && status !== 'numbered'))
    if (owed.some((id) => state.shards.every((shard) => !comes(bounds, state, shard, id)))) return 'nothing is lost';
  return stalls(bounds, state, owed);
}

/** A shard without a window says that nothing is new, though it owes an event. */
const isSilent = (state: State, owed: readonly number[]): boolean =>
  state.shards.some(
    ({ to, endsAt, from, shards, shard }) =>
      !to &&
      !endsAt &&
      from.epoch === lastEpoch(state) &&
      state.epochCluster === state.cluster &&
      owed.some((id) => inShard(keyOf(state, id), shards, shard)) &&
      state.shards.length === shards &&
      nothingNew(state, from),
  );

/** Whether an event lies in the rest of a shard's open window or in one after it, when no transaction is open. */
function comes(bounds: Bounds, state: State, shard: Shard, id: number): boolean {
  let { from, to } = shard;
  let after = shard.position;
  for (;;) {
    const isLast = to === undefined && nextEnd(bounds, state, shard, from) === undefined;
    const end: Snapshot = to ?? nextEnd(bounds, state, shard, from) ?? quietSnapshot(state, from.epoch);
    if (to === undefined) after = windowStart(from, end, bounds.fault);
    if (id > after && logWindow(state, shard, [from, end], id - 1, Math.min(id, end.hi), bounds).length > 0)
      return true;
    if (isLast || end === shard.endsAt || (snapshotAfter(state, end) === end && end.nextXid === ever)) return false;
    from = snapshotAfter(state, end);
    to = undefined;
  }
}

/** The end of a window where it is given, as a fetch will find it. */
function nextEnd(bounds: Bounds, state: State, { endsAt }: Shard, from: Snapshot): Snapshot | undefined {
  if (endsAt?.epoch === from.epoch) return endsAt;
  const next = state.epochs[from.epoch + 1];
  // The epoch that the next fetch will open begins at the end of the log.
  if (!next && needsEpoch(bounds, state)) return endOfEpoch(from.epoch, state.events.length);
  return next && bounds.fault !== 'leavesOldEpoch' ? endOfEpoch(from.epoch, next.lo) : undefined;
}

/** When all is at rest and due, a fetch delivers something as long as something is left. */
function stalls(bounds: Bounds, state: State, owed: readonly number[]): string | undefined {
  const waiting = state.retries.filter(({ dead, done }) => !dead && !done);
  if (waiting.length === 0) return undefined;
  const isAtRest =
    waiting.every(({ due, leased }) => due && !leased) &&
    state.shards.every(({ deliveredTo }) => deliveredTo === 0) &&
    state.workers.every(({ stage }) => stage === 'idle');
  if (!isAtRest || dueRetries(bounds, state).length > 0) return undefined;
  const blocked = blockedKeys(bounds, state);
  return owed.some((id) => !isParked(state, blocked, id)) ? undefined : 'parked events are delivered in the end';
}
