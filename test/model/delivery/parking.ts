import type { Bounds } from './bounds.js';
import { keyOf } from './log.js';
import type { Retry, State } from './state.js';

type Blocked = readonly (readonly [key: number, first: number])[];

/** app.blocked_keys: the keys with an event that waits for its retry, and the first such event of each. */
export function blockedKeys(bounds: Bounds, state: State): Blocked {
  if (bounds.policy === 'skip') return [];
  const firsts = new Map<number, number>();
  for (const { id, dead, done } of state.retries) {
    if (done || (dead && bounds.fault !== 'deadLettersBlock')) continue;
    const key = keyOf(state, id);
    firsts.set(key, Math.min(firsts.get(key) ?? id, id));
  }
  return [...firsts];
}

/** Whether an earlier event of its key is parked. */
export const isBlocked = (state: State, blocked: Blocked, id: number): boolean =>
  blocked.length > 0 && blocked.some(([key, first]) => first < id && key === keyOf(state, id));

/** app.is_parked: it must not be delivered from the log. */
export const isParked = (state: State, blocked: Blocked, id: number): boolean =>
  isBlocked(state, blocked, id) || state.retries.some((retry) => retry.id === id);

/** The retries with some events parked behind others of their key, in the order of their ids. */
export function withBlocked(state: State, ids: readonly number[]): readonly Retry[] {
  const added = ids.filter((id) => state.retries.every((retry) => retry.id !== id));
  if (added.length === 0) return state.retries;
  return [
    ...state.retries,
    ...added.map((id) => ({ id, failures: 0, due: true, batch: 0, leased: false, dead: false, done: false })),
  ].sort((a, b) => a.id - b.id);
}
