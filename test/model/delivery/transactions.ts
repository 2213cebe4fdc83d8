import type { State } from './state.js';

/** The parts of a state that transaction ids change. */
type Xids = Pick<State, 'nextXid' | 'latest' | 'running'>;

/** The next xid is taken by a transaction. */
export const takeXid = (state: State): Xids => ({
  nextXid: state.nextXid + 1,
  latest: state.latest,
  running: [...state.running, state.nextXid],
});

/** A transaction ends, by commit or otherwise. */
export const endXid = ({ nextXid, latest, running }: Xids, xid: number): Xids => ({
  nextXid,
  latest: Math.max(latest, xid),
  running: running.filter((other) => other !== xid),
});

/** What a snapshot of the server says: xmax is the latest that has ended, plus one. */
export const serverSnapshot = ({ latest, running }: Xids): { xmax: number; xip: readonly number[] } => ({
  xmax: latest + 1,
  xip: running.filter((xid) => xid <= latest),
});
