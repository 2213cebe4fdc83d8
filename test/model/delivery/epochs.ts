import type { Bounds } from './bounds.js';
import { withoutOpen } from './crashing.js';
import type { Found } from './label.js';
import { event, lastEpoch } from './log.js';
import { snapshotAt, withBounds } from './snapshot.js';
import type { State } from './state.js';
import { serverSnapshot } from './transactions.js';

/** Whether a fetch has to open a cluster epoch before it opens a window. */
export const needsEpoch = ({ fault }: Bounds, state: State): boolean =>
  state.epochCluster !== state.cluster && fault !== 'noNewEpoch';

/** A logical dump is restored in another cluster, whose xids begin anew; the first fetch opens a cluster epoch. */
export function restoring(bounds: Bounds, state: State, found: Found<State>): void {
  const server = { who: 'server', which: 0 } as const;
  if (state.rest.restores > 0)
    found(
      { ...server, does: 'is restored in another cluster' },
      {
        ...withoutOpen(state),
        ...{ nextXid: 1, latest: 0, cluster: state.cluster + 1 },
        rest: { ...state.rest, restores: state.rest.restores - 1 },
      },
    );
  if (!needsEpoch(bounds, state)) return;
  // app.lock_log: nobody who has written to the log is open, and nobody writes until this transaction ends.
  const hasLock = state.events.every((_, index) => state.writers[event(state, index + 1).writer]?.status !== 'open');
  if (!hasLock && bounds.fault !== 'epochDoesNotWait') return;
  const end = state.events.length;
  const start = withBounds(snapshotAt(lastEpoch(state) + 1, end), {
    ...snapshotAt(0, end),
    ...serverSnapshot(state),
  });
  found(
    { ...server, does: 'opens a cluster epoch', values: { at: end } },
    { ...state, epochs: [...state.epochs, start], epochCluster: state.cluster },
  );
}
