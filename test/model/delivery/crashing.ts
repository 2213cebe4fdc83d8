import { isCommitted, has } from './log.js';
import type { Bounds } from './bounds.js';
import type { Found } from './label.js';
import { idle, marks, type State } from './state.js';

/** The state without what had not committed: open transactions and fetches. */
export const withoutOpen = (state: State): State => ({
  ...state,
  running: [],
  writers: state.writers.map((writer) =>
    writer.status === 'open' || writer.status === 'numbered' ? { ...writer, status: 'ended' } : writer,
  ),
  workers: state.workers.map(({ shard }) => idle(shard)),
});

/** The highest id that something on disk names: it cannot be assigned again. */
const lastDurable = (state: State): number =>
  Math.max(
    0,
    ...state.events.flatMap((_, index) =>
      isCommitted(state, index + 1) || has(state, index + 1, marks.truncated) ? [index + 1] : [],
    ),
    ...state.shards.flatMap(({ from, to, endsAt }) => [from.hi, to?.hi ?? 0, endsAt?.hi ?? 0]),
    ...state.epochs.map(({ hi }) => hi),
  );

/** The server crashes: xids and ids that only open transactions had may be assigned again. */
export function crashing(_: Bounds, state: State, found: Found<State>): void {
  if (state.rest.crashes === 0) return;
  const rest = { ...state.rest, crashes: state.rest.crashes - 1 };
  const crashed = withoutOpen(state);
  for (let nextXid = state.latest + 1; nextXid <= state.nextXid; nextXid++)
    for (let end = lastDurable(state); end <= state.events.length; end++)
      found(
        { who: 'server', which: 0, does: 'crashes', values: { nextXid, lastId: end } },
        {
          ...{ ...crashed, rest, nextXid, latest: nextXid - 1 },
          ...{ events: state.events.slice(0, end), marks: state.marks.slice(0, end) },
        },
      );
}
