import type { Snapshot } from './snapshot.js';
import type { Shard, State, Worker, Writer } from './state.js';

type Put = (value: number) => void;

const statuses: Record<Writer['status'], number> = { idle: 0, numbered: 1, open: 2, committed: 3, ended: 4 };
const stages: Record<Worker['stage'], number> = {
  ...{ idle: 0, low: 1, numbered: 2, locked: 3, snapped: 4, ready: 5, fetched: 6 },
};

/**
 * Tells the numbers that make a state.
 *
 * @param state - the state
 * @param put - called with each number
 */
export function encode(state: State, put: Put): void {
  put(state.nextXid);
  put(state.latest);
  list(state.running, put);
  for (const { xid, status, segment } of state.writers) put((xid << 4) | (statuses[status] << 1) | segment);
  put(state.events.length);
  for (const { writer, key } of state.events) put((writer << 8) | key);
  for (const mark of state.marks) put(mark);
  put(state.shards.length);
  for (const shard of state.shards) encodeShard(shard, put);
  for (const worker of state.workers) encodeWorker(worker, put);
  put(state.retries.length);
  for (const { id, failures, due, batch, leased, dead, done } of state.retries) {
    put((id << 16) | (failures << 8) | (Number(due) << 3) | (Number(leased) << 2) | (Number(dead) << 1) | Number(done));
    put(batch);
  }
  put(state.epochs.length);
  for (const start of state.epochs) encodeSnapshot(start, put);
  put((state.epochCluster << 16) | (state.cluster << 8) | (state.day << 1) | Number(state.looked));
  const { rest } = state;
  put((rest.others << 8) | (rest.expiries << 4) | rest.crashes);
  put((rest.divisions << 12) | (rest.failures << 8) | (rest.seeks << 4) | rest.restores);
}

function list(values: readonly number[], put: Put): void {
  put(values.length);
  for (const value of values) put(value);
}

function encodeSnapshot(snapshot: Snapshot | undefined, put: Put): void {
  if (!snapshot) {
    put(-1);
    return;
  }
  put((snapshot.epoch << 24) | snapshot.openLo);
  put((snapshot.lo << 16) | snapshot.hi);
  put(snapshot.xmax);
  put(snapshot.nextXid);
  list(snapshot.xip, put);
  for (const lo of snapshot.xipLo) put(lo);
}

function encodeShard(shard: Shard, put: Put): void {
  put((shard.id << 16) | (shard.generation << 8) | shard.shard);
  put((shard.batch << 3) | (Number(shard.leased) << 1) | Number(shard.late));
  put((shard.position << 16) | shard.deliveredTo);
  encodeSnapshot(shard.endsAt, put);
  encodeSnapshot(shard.from, put);
  encodeSnapshot(shard.to, put);
  list(shard.inFlight, put);
}

function encodeWorker(worker: Worker, put: Put): void {
  put(stages[worker.stage]);
  if (worker.stage === 'idle') return;
  put((worker.shardId << 16) | (worker.xid << 2) | (Number(worker.divides) << 1) | Number(worker.wrote));
  put(worker.host);
  encodeSnapshot(worker.taken, put);
  put(worker.blocked.length);
  for (const [key, first] of worker.blocked) put((key << 16) | first);
  put(worker.done ? (worker.done.isRetry ? 2 : 1) : 0);
  if (!worker.done) return;
  if (worker.done.shard) encodeShard(worker.done.shard, put);
  list(worker.done.batch, put);
  list(worker.done.parked, put);
}
