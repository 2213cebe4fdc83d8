import { withShard } from './batch.js';
import type { Bounds } from './bounds.js';
import { delivered } from './delivered.js';
import { isLocked } from './locks.js';
import type { Found } from './label.js';
import { inShard, keyOf, windowEvents, withMarks, xidOf } from './log.js';
import { withBlocked } from './parking.js';
import { wasCommitted } from './snapshot.js';
import { marks, type Retry, type Shard, type State } from './state.js';

/** app.is_passed: the position has passed it, so its batch is not delivered again from the log. */
const isPassed = (state: State, { id }: Retry): boolean =>
  !state.shards.some(
    ({ from, to, position, shards, shard }) =>
      inShard(keyOf(state, id), shards, shard) &&
      to !== undefined &&
      id > position &&
      !wasCommitted(from, id, xidOf(state, id)),
  );

/** app.follows_in_log: an earlier event of its key is still to be delivered from an open window. */
const followsInLog = (bounds: Bounds, state: State, { id }: Retry): boolean =>
  state.shards.some((shard) =>
    windowEvents(state, shard, shard.position, id - 1, bounds).some(
      (earlier) => keyOf(state, earlier) === keyOf(state, id) && state.retries.every((retry) => retry.id !== earlier),
    ),
  );

/** The retries that app.fetch_retries may deliver, in order. */
export function dueRetries(bounds: Bounds, state: State): readonly Retry[] {
  const waits = ({ due, leased }: Retry) => !due || leased;
  const waiting = state.retries.filter(({ dead, done }) => (!dead || bounds.fault === 'deadLettersBlock') && !done);
  return waiting.filter(
    (retry) =>
      !retry.dead &&
      !waits(retry) &&
      (bounds.policy === 'skip' ||
        !waiting.some(
          (earlier) =>
            earlier.id < retry.id &&
            keyOf(state, earlier.id) === keyOf(state, retry.id) &&
            (earlier.dead || waits(earlier)),
        )) &&
      (bounds.fault === 'overtakesTheLog' || isPassed(state, retry) || !followsInLog(bounds, state, retry)),
  );
}

const changed = (state: State, ids: readonly number[], change: Partial<Retry>): readonly Retry[] =>
  state.retries.map((retry) => (ids.includes(retry.id) ? { ...retry, ...change } : retry));

/**
 * The events of the next batch of retries.
 *
 * @param bounds - of the model
 * @param state - before
 * @param shard - only the keys of this shard
 * @returns their ids
 */
export const retriesToDeliver = (bounds: Bounds, state: State, shard: Shard | undefined): readonly number[] =>
  dueRetries(bounds, state)
    .map(({ id }) => id)
    .filter((id) => !shard || inShard(keyOf(state, id), shard.shards, shard.shard))
    .slice(0, bounds.limit);

/** They are in flight, in a batch of this number. */
export const retriesDelivered = (bounds: Bounds, state: State, ids: readonly number[], batch: number): State => ({
  ...state,
  retries: changed(state, ids, { batch: batch || (ids[0] ?? 0), leased: true }),
  marks: delivered(bounds, state, ids),
});

/** An event of a batch from the log fails: app.nack_event with a delay, as app.park_event parks it. */
function failed(bounds: Bounds, state: State, shardId: number, id: number): State {
  const shard = state.shards.find((other) => other.id === shardId);
  if (!shard) return state;
  const later = windowEvents(state, shard, id, shard.deliveredTo, bounds).filter(
    (other) => keyOf(state, other) === keyOf(state, id),
  );
  const isAlone = bounds.policy === 'skip' || bounds.fault === 'parksAlone';
  const retries = withBlocked(state, isAlone ? [id] : [id, ...later]);
  const parked = withShard({ ...state, retries }, shardId, {
    ...shard,
    inFlight: shard.inFlight.filter((other) => other !== id && (isAlone || !later.includes(other))),
  });
  return withFailure(bounds, parked, id);
}

/** It counts the failure; the event waits for its retry or is a dead letter. */
function withFailure(bounds: Bounds, state: State, id: number): State {
  const failures = (state.retries.find((retry) => retry.id === id)?.failures ?? 0) + 1;
  const dead = failures >= bounds.maxAttempts;
  const rest = { ...state.rest, failures: state.rest.failures - 1 };
  if (dead && bounds.fault === 'dropsDeadLetters')
    return { ...state, rest, retries: state.retries.filter((retry) => retry.id !== id) };
  return {
    ...state,
    rest,
    retries: changed(state, [id], { failures, dead, due: !bounds.delays, batch: 0, leased: false }),
  };
}

/** An event of a batch of retries fails; under block the later ones of its key in the batch wait again. */
function failedAgain(bounds: Bounds, state: State, { id, batch }: Retry): State {
  const later = state.retries.filter(
    (retry) => retry.batch === batch && retry.id > id && keyOf(state, retry.id) === keyOf(state, id),
  );
  const ids = bounds.policy === 'skip' ? [] : later.map((retry) => retry.id);
  return withFailure(bounds, { ...state, retries: changed(state, ids, { batch: 0, leased: false }) }, id);
}

/** app.ack_retries: those that could come again from the log stay, so that they do not. */
function retriesAcknowledged(bounds: Bounds, state: State, batch: number, through: number): State {
  const isDone = (retry: Retry) => retry.batch === batch && retry.id <= through;
  const done = state.retries.filter(isDone);
  const goes = (retry: Retry) => isDone(retry) && (bounds.fault === 'forgetsDone' || isPassed(state, retry));
  const left = { ...state, retries: state.retries.filter((retry) => !goes(retry)) };
  const ids = done.map(({ id }) => id);
  return {
    ...left,
    retries: changed(left, ids, { done: true, batch: 0, leased: false }),
    marks: withMarks(state.marks, ids, marks.acknowledged),
  };
}

/** What becomes of events that fail: they are parked, come due, are delivered, acknowledged, or fail again. */
export function retrying(bounds: Bounds, state: State, found: Found<State>): void {
  const label = { who: 'retries', which: 0 } as const;
  if (state.rest.failures > 0) {
    for (const shard of state.shards)
      if (!isLocked(state, shard.id))
        for (const id of shard.inFlight)
          found(
            { who: 'shard', which: shard.id, does: 'has an event that fails', values: { id } },
            failed(bounds, state, shard.id, id),
          );
    for (const retry of state.retries)
      if (retry.batch !== 0)
        found(
          { ...label, does: 'have an event that fails again', values: { id: retry.id } },
          failedAgain(bounds, state, retry),
        );
  }
  if (state.retries.length === 0) return;
  for (const { id, due, dead, done } of state.retries)
    if (!due && !dead && !done)
      found(
        { ...label, does: 'have one that comes due', values: { id } },
        { ...state, retries: changed(state, [id], { due: true }) },
      );
  const batch = retriesToDeliver(bounds, state, undefined);
  if (batch.length > 0 && !bounds.openFetches)
    found(
      { ...label, does: 'are delivered', values: { events: batch } },
      retriesDelivered(bounds, state, batch, batch[0] ?? 0),
    );
  for (const number of new Set(state.retries.map((retry) => retry.batch))) {
    if (number === 0) continue;
    const ids = state.retries.flatMap(({ id, batch: other }) => (other === number ? [id] : []));
    for (const through of bounds.parts ? ids : ids.slice(-1))
      found(
        { ...label, does: 'have a batch acknowledged', values: { batch: number, through } },
        retriesAcknowledged(bounds, state, number, through),
      );
  }
}
