import type { Bounds } from '../delivery/bounds.js';
import { acknowledged, withShard } from '../delivery/batch.js';
import { fetching } from '../delivery/fetching.js';
import { holding } from '../delivery/holding.js';
import type { Label } from '../delivery/label.js';
import { isLocked } from '../delivery/locks.js';
import { retention, segmentUse } from '../delivery/retention.js';
import { retrying } from '../delivery/retrying.js';
import type { State } from '../delivery/state.js';
import { endXid, takeXid } from '../delivery/transactions.js';
import { writing } from '../delivery/writing.js';
import { fetched } from './fetched.js';
import type { Of, Operation } from './operation.js';
import { isUnseen } from './settle.js';

/** An operation that was called and has not returned. */
export interface Pending {
  operation: Operation;
  /** What it has done so far; 0 at first. */
  progress: number;
  isOver: boolean;
}

/** A state of the model, and how far the operations under way have come in it. */
export interface Configuration {
  state: State;
  pending: readonly Pending[];
}

type Rooms = (bounds: Bounds, state: State, found: (label: Label, next: State) => void) => void;
type After = readonly { state: State; progress: number; isOver: boolean }[];

/**
 * The steps of the model that an operation may take next, and whether it has then done what was answered.
 *
 * @param bounds - of the model
 * @param before - a state, with what is under way
 * @param pending - one of these
 * @param xids - all that transactions of the trace took
 * @returns what may be after one step
 */
export function advance(
  bounds: Bounds,
  before: Configuration,
  pending: Pending,
  xids: ReadonlySet<number | undefined>,
): Configuration[] {
  return after(bounds, before.state, pending, xids).map(({ state, progress, isOver }) => ({
    state,
    pending: before.pending.map((other) => (other === pending ? { ...pending, progress, isOver } : other)),
  }));
}

function after(bounds: Bounds, state: State, pending: Pending, xids: ReadonlySet<number | undefined>): After {
  const { operation, progress } = pending;
  switch (operation.does) {
    case 'writes':
      return writes(bounds, state, operation);
    case 'ends':
      return over(
        matching(
          writing,
          bounds,
          state,
          ({ who, which, does }) => who === 'writer' && which === operation.writer && does === operation.how,
        ),
      );
    case 'fetches':
      return fetches(bounds, state, operation);
    case 'ends its fetch': {
      const does = operation.how === 'commits' ? 'commits' : 'dies';
      return over(
        matching(fetching, bounds, state, (label) => label.which === operation.worker && label.does === does),
      );
    }
    case 'maintains':
      return maintains(bounds, state, operation, progress, xids);
    default:
      return inTransaction(state, operation, progress, xids, () => effects(bounds, state, operation));
  }
}

/** The states after the steps whose labels match. */
function matching(rooms: Rooms, bounds: Bounds, state: State, matches: (label: Label) => boolean): State[] {
  const states: State[] = [];
  rooms(bounds, state, (label, next) => {
    if (matches(label)) states.push(next);
  });
  return states;
}

const over = (states: readonly State[]): After => states.map((state) => ({ state, progress: 0, isOver: true }));

/** A step of a fetch; nobody knows when one that leaves nothing took its snapshot, so it takes that in one step. */
function fetches(bounds: Bounds, state: State, operation: Of<'fetches'>): After {
  const own = ({ which }: Label) => which === operation.worker;
  const steps = (from: State) =>
    matching(fetching, bounds, from, own).flatMap((next) => fetched(operation, from, next) ?? []);
  return steps(state).flatMap((first) => {
    const isTaken = first.state.workers[operation.worker]?.stage === 'snapped';
    return isTaken && isUnseen(operation) ? steps(first.state).flatMap((second) => steps(second.state)) : [first];
  });
}

function writes(bounds: Bounds, state: State, { writer, xid, id, segment }: Of<'writes'>): After {
  const own = (label: Label) => label.who === 'writer' && label.which === writer;
  if (state.writers[writer]?.status === 'idle')
    return matching(
      writing,
      bounds,
      state,
      (label) =>
        own(label) && label.does === 'takes an xid' && label.values?.xid === xid && label.values.segment === segment,
    ).map((next) => ({ state: next, progress: 1, isOver: false }));
  return over(
    matching(
      writing,
      bounds,
      state,
      (label) => own(label) && label.does === 'writes an event' && label.values?.id === id,
    ),
  );
}

/** A statement in a transaction of its own: it takes its xid, and takes effect when it ends. */
function inTransaction(
  state: State,
  { xid }: { xid: number | undefined },
  progress: number,
  xids: ReadonlySet<number | undefined>,
  effect: () => readonly State[],
): After {
  // The xid of a statement that failed is not known: it is one that no other has.
  const isOwn = xid === undefined ? !xids.has(state.nextXid) : state.nextXid === xid;
  const taken =
    progress === 0 && isOwn ? [{ state: { ...state, ...takeXid(state) }, progress: state.nextXid, isOver: false }] : [];
  if (progress === 0 && xid !== undefined && xid !== 0) return taken;
  return [
    ...taken,
    ...over(effect().map((next) => (progress === 0 ? next : { ...next, ...endXid(next, xid ?? progress) }))),
  ];
}

/** What a worker or an administrator asks for, if the model answers the same. */
function effects(
  bounds: Bounds,
  state: State,
  operation: Of<'acknowledges' | 'fails' | 'expires leases'>,
): readonly State[] {
  if (operation.does === 'acknowledges') return acknowledges(bounds, state, operation);
  if (operation.does === 'fails') return fails(bounds, state, operation);
  const expired = state.shards.filter(
    ({ id, batch, deliveredTo }) =>
      deliveredTo !== 0 && operation.batches.some(({ shard, number }) => shard === id && number === batch),
  );
  return [expired.reduce((next, shard) => withShard(next, shard.id, { ...shard, leased: false }), state)];
}

function acknowledges(bounds: Bounds, state: State, { batch, through, answer }: Of<'acknowledges'>): readonly State[] {
  if (batch.shard === undefined) {
    const inFlight = state.retries.filter((retry) => retry.batch === batch.number && retry.id <= (through ?? Infinity));
    const last = inFlight.at(-1)?.id;
    const states = matching(
      retrying,
      bounds,
      state,
      ({ does, values }) =>
        does === 'have a batch acknowledged' && values?.batch === batch.number && values.through === last,
    );
    return answer === 'acknowledged' ? states : states.length === 0 ? [state] : [];
  }
  const shard = state.shards[batch.shard];
  if (!shard || isLocked(state, shard.id)) return [];
  const isCurrent = shard.batch === batch.number && shard.deliveredTo !== 0;
  if (answer !== 'acknowledged')
    return isCurrent && !(through !== undefined && through <= shard.position) ? [] : [state];
  if (!isCurrent) return [];
  if (through === undefined || through === shard.deliveredTo)
    return matching(
      holding,
      bounds,
      state,
      ({ which, does }) => which === shard.id && does === 'has its batch acknowledged',
    );
  return [acknowledged(bounds, state, shard, through)];
}

function fails(bounds: Bounds, state: State, { id, answer }: Of<'fails'>): readonly State[] {
  const states = matching(
    retrying,
    bounds,
    state,
    ({ does, values }) => does.startsWith('ha') && does.includes('event that fails') && values?.id === id,
  );
  if (answer === 'is refused') return states.length === 0 ? [state] : [];
  return states.filter(({ retries }) => retries.find((retry) => retry.id === id)?.dead === (answer === 'is dead'));
}

/** app.empty_segment, which takes a second xid for its block with an exception handler. */
function maintains(
  bounds: Bounds,
  state: State,
  operation: Of<'maintains'>,
  progress: number,
  xids: ReadonlySet<number | undefined>,
): After {
  const { xid, answer } = operation;
  const results = inTransaction(state, operation, progress, xids, () => {
    if (answer === 'emptied') return matching(retention, bounds, state, ({ does }) => does === 'truncates the segment');
    const use = segmentUse(bounds, state);
    if (answer === null) return use === 'empty' ? [state] : [];
    return answer === 'kept' && use !== 'in use' ? [] : [state];
  });
  // The block ends with its transaction if all goes well, and before it otherwise. No snapshot lists it.
  if (progress > xid) {
    const ended = { ...state, latest: Math.max(state.latest, progress) };
    const isBusy = answer === 'busy' && ended.latest !== state.latest;
    return [
      ...(isBusy ? [{ state: ended, progress, isOver: false }] : []),
      ...results.map((result) => ({
        ...result,
        state: { ...result.state, latest: Math.max(result.state.latest, progress) },
      })),
    ];
  }
  if (progress === 0 || xids.has(state.nextXid)) return results;
  return [...results, { state: { ...state, nextXid: state.nextXid + 1 }, progress: state.nextXid, isOver: false }];
}
