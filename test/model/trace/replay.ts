import { Fingerprint } from '../checker/fingerprint.js';
import { smallest, type Bounds } from '../delivery/bounds.js';
import { encode } from '../delivery/encode.js';
import { initial, newShard, newWriter, type State } from '../delivery/state.js';
import { advance, type Configuration } from './advance.js';
import type { Operation, Trace } from './operation.js';
import { isDoomed, settle } from './settle.js';

/** Whether a trace is a run of the model. */
export interface Verdict {
  admitted: boolean;
  /** Whether all that could be was tried. */
  isComplete: boolean;
  /** States of the model that were seen. */
  states: number;
  /** How many operations have returned, and the first that no run of the model gets past. */
  returned: number;
  stuck?: Operation;
}

/** A call or the return of an operation. */
interface Moment {
  at: number;
  operation: Operation;
  isCall: boolean;
}

/**
 * Looks for a run of the model in which every operation of a trace takes effect between its call and its return, and is
 * answered as it was. What the trace leaves open is searched: in which order the steps of operations were taken that
 * were under way at the same time.
 *
 * @param trace - what was recorded
 * @param mostStates - when to give up
 * @returns whether there is such a run
 */
export function replay(trace: Trace, mostStates = 50_000): Verdict {
  const bounds = boundsOf(trace);
  const xids = new Set(trace.operations.flatMap((operation) => ('xid' in operation ? [operation.xid] : [])));
  const moments = trace.operations
    .flatMap((operation): Moment[] => [
      { at: operation.called, operation, isCall: true },
      { at: operation.returned, operation, isCall: false },
    ])
    .sort((a, b) => a.at - b.at);
  const seen = new Set<string>();
  const stack: { position: number; configuration: Configuration }[] = [
    { position: 0, configuration: { state: beginning(trace, bounds), pending: [] } },
  ];
  let farthest = 0;
  for (let top = stack.pop(); top; top = stack.pop()) {
    const { position, configuration } = top;
    farthest = Math.max(farthest, position);
    const moment = moments[position];
    if (!moment) return { admitted: true, isComplete: true, states: seen.size, returned: trace.operations.length };
    const { operation, isCall } = moment;
    if (isCall) {
      const called = settle(bounds, call(trace, configuration, operation));
      if (!called.pending.some((pending) => isDoomed(called.state, pending)))
        stack.push({ position: position + 1, configuration: called });
      continue;
    }
    const own = configuration.pending.find((pending) => pending.operation === operation);
    if (own?.isOver) {
      const pending = configuration.pending.filter((other) => other !== own);
      stack.push({ position: position + 1, configuration: { ...configuration, pending } });
      continue;
    }
    const key = keyOf(position, configuration);
    if (seen.has(key)) continue;
    seen.add(key);
    if (seen.size > mostStates) break;
    // The operation that returns comes last, and so is tried first: others wait until it needs them.
    for (const some of [...configuration.pending].sort((a) => (a === own ? 1 : -1)))
      if (!some.isOver)
        for (const next of advance(bounds, configuration, some, xids)) {
          const settled = settle(bounds, next);
          if (!settled.pending.some((pending) => isDoomed(settled.state, pending)))
            stack.push({ position, configuration: settled });
        }
  }
  const stuck = moments[farthest]?.operation;
  const returned = moments.slice(0, farthest).filter(({ isCall }) => !isCall).length;
  return {
    admitted: false,
    isComplete: seen.size <= mostStates,
    states: seen.size,
    returned,
    ...(stuck ? { stuck } : {}),
  };
}

/** An operation is called: a new transaction, or the number that a batch will have. */
function call(trace: Trace, { state, pending }: Configuration, operation: Operation): Configuration {
  let called: State = state;
  if (operation.does === 'writes' && operation.writer >= state.writers.length) {
    const added = trace.keys.slice(state.writers.length, operation.writer + 1);
    called = { ...state, writers: [...state.writers, ...added.map(newWriter)] };
  }
  if (operation.does === 'fetches') {
    const token = operation.batch?.number ?? 0;
    const { worker } = operation;
    called = { ...state, workers: state.workers.map((one, index) => (index === worker ? { ...one, token } : one)) };
  }
  return { state: called, pending: [...pending, { operation, progress: 0, isOver: false }] };
}

function boundsOf({ shards, workers, limit, policy, maxAttempts }: Trace): Bounds {
  return {
    ...{ ...smallest, shards: shards.length, workers, limit, policy, maxAttempts },
    ...{ writers: 0, xids: Infinity, parts: true, openFetches: true, rotation: true, delays: false },
    ...{ failures: Infinity, expiries: Infinity },
  };
}

function beginning({ firstXid, shards, epoch }: Trace, bounds: Bounds): State {
  return {
    ...initial(bounds),
    ...{ nextXid: firstXid, latest: firstXid - 1, epochs: [epoch], day: 1 },
    shards: shards.map(({ from, position }, shard) => ({
      ...{ ...newShard(shard, 0, shard, shards.length, from), position },
    })),
  };
}

const fingerprint = new Fingerprint();

function keyOf(position: number, { state, pending }: Configuration): string {
  fingerprint.reset();
  encode(state, fingerprint.put);
  fingerprint.put(position);
  for (const { operation, progress, isOver } of pending) {
    fingerprint.put(operation.called);
    fingerprint.put(progress * 2 + Number(isOver));
  }
  return `${fingerprint.high >>> 0}.${fingerprint.low >>> 0}`;
}
