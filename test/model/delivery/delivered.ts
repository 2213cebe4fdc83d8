import type { Bounds } from './bounds.js';
import { has, isCommitted, keyOf, withMarks } from './log.js';
import { marks, type State } from './state.js';

/**
 * What is marked when events are delivered together: that they were, and which promise that breaks.
 *
 * @param bounds - of the model
 * @param state - before
 * @param batch - the ids of the events
 * @returns the marks of all events
 */
export function delivered(bounds: Bounds, state: State, batch: readonly number[]): readonly number[] {
  let all = withMarks(state.marks, batch, marks.delivered);
  for (const id of batch) {
    if (!isCommitted(state, id)) all = withMarks(all, [id], marks.early);
    if (has(state, id, marks.acknowledged)) all = withMarks(all, [id], marks.again);
    if (overtakes(bounds, state, batch, id)) all = withMarks(all, [id], marks.overtook);
  }
  return all;
}

/** Whether an earlier event of the key is not delivered yet or, under block, not done with. */
function overtakes({ policy }: Bounds, state: State, batch: readonly number[], id: number): boolean {
  const key = keyOf(state, id);
  for (let earlier = 1; earlier < id; earlier++) {
    if (keyOf(state, earlier) !== key || !isCommitted(state, earlier) || batch.includes(earlier)) continue;
    const isOver =
      has(state, earlier, marks.acknowledged) || state.retries.some((retry) => retry.id === earlier && retry.dead);
    if (policy === 'block' ? !isOver : !isOver && !has(state, earlier, marks.delivered)) return true;
  }
  return false;
}
