import type { State, Worker } from './state.js';

/** Whether a transaction holds the lock of a shard, or those of all. */
export const isLocked = (state: State, id: number): boolean =>
  state.workers.some(
    ({ stage, shardId, divides }) => !['idle', 'low', 'numbered'].includes(stage) && (shardId === id || divides),
  );

/** The state with a worker that has done something. */
export const withWorker = (state: State, which: number, worker: Worker): State => ({
  ...state,
  workers: state.workers.map((before, index) => (index === which ? worker : before)),
});
