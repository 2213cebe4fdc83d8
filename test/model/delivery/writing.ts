import type { Bounds } from './bounds.js';
import type { Found } from './label.js';
import { commitHosted } from './hosting.js';
import type { State, Writer } from './state.js';
import { endXid, takeXid } from './transactions.js';

const changed = (state: State, writer: number, change: Partial<Writer>): readonly Writer[] =>
  state.writers.map((before, index) => (index === writer ? { ...before, ...change } : before));

/** How many events a writer has written. */
const count = (state: State, writer: number): number => state.events.filter((event) => event.writer === writer).length;

const isOpen = ({ status }: Writer): boolean => status === 'open' || status === 'numbered';

/** What writers do: take an xid, write events, commit or abort, in any order among them. */
export function writing(bounds: Bounds, state: State, found: Found<State>): void {
  for (const [which, writer] of state.writers.entries()) {
    if (writer.status === 'idle' || writer.status === 'numbered') begin(bounds, state, which, found);
    write(bounds, state, which, writer, found);
    if (writer.status === 'open') end(bounds, state, which, writer, found);
  }
  if (state.rest.others > 0 && state.nextXid <= bounds.xids)
    found(
      { who: 'another transaction', which: 0, does: 'comes and goes', values: { xid: state.nextXid } },
      {
        ...state,
        ...endXid(takeXid(state), state.nextXid),
        rest: { ...state.rest, others: state.rest.others - 1 },
      },
    );
}

function begin(bounds: Bounds, state: State, which: number, found: Found<State>): void {
  if (state.nextXid > bounds.xids) return;
  // The segment is that of the day on which the transaction began.
  for (let segment = 0; segment <= state.day; segment++)
    found(
      { who: 'writer', which, does: 'takes an xid', values: { xid: state.nextXid, segment } },
      {
        ...state,
        ...takeXid(state),
        writers: changed(state, which, { status: 'open', xid: state.nextXid, segment }),
      },
    );
}

function write(bounds: Bounds, state: State, which: number, writer: Writer, found: Found<State>): void {
  if (writer.status !== 'open' && !(bounds.fault === 'idBeforeXid' && writer.status === 'idle')) return;
  const key = writer.keys[count(state, which)];
  if (key === undefined) return;
  // A fetch in the same transaction has to end first.
  if (state.workers.some(({ host, stage }) => host === which && stage !== 'ready')) return;
  // Who writes events of a key has locked a row of its own, until it ends.
  const isLocked = state.events.some((event) => {
    const other = state.writers[event.writer];
    return event.writer !== which && event.key === key && other !== undefined && isOpen(other);
  });
  if (isLocked) return;
  found(
    { who: 'writer', which, does: 'writes an event', values: { id: state.events.length + 1, key } },
    {
      ...state,
      events: [...state.events, { writer: which, key }],
      marks: [...state.marks, 0],
      writers: writer.status === 'idle' ? changed(state, which, { status: 'numbered' }) : state.writers,
    },
  );
}

function end(bounds: Bounds, state: State, which: number, writer: Writer, found: Found<State>): void {
  const worker = state.workers.findIndex(({ host }) => host === which);
  for (const how of bounds.aborts ? (['commits', 'aborts'] as const) : (['commits'] as const)) {
    if (how === 'commits' && worker < 0 && count(state, which) === 0) continue;
    if (how === 'commits' && worker >= 0 && state.workers[worker]?.stage !== 'ready') continue;
    const ended: State = {
      ...state,
      ...endXid(state, writer.xid),
      writers: changed(state, which, { status: how === 'commits' ? 'committed' : 'ended' }),
    };
    found({ who: 'writer', which, does: how }, worker < 0 ? ended : commitHosted(bounds, state, ended, worker, how));
  }
}
