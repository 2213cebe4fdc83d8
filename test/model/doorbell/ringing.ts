import type { Found } from '../delivery/label.js';
import type { Bounds, Sleeper, State, Writer } from './state.js';

const change = (state: State, which: number, values: Partial<Writer>): State => ({
  ...state,
  writers: state.writers.map((writer, index) => (index === which ? { ...writer, ...values } : writer)),
});

/** Wakes a sleeper, unless it was told before that the holder is awake. */
const rung = (sleeper: Sleeper): Sleeper => ({ ...sleeper, rung: sleeper.rung === 'awake' ? 'awake' : 'rung' });

/** What a writer does: it writes, takes a share of the doorbell or else notifies, and commits. */
export function ringing({ fault }: Bounds, state: State, found: Found<State>): void {
  const isEarly = fault === 'unlocksBeforeVisible';
  for (const [which, writer] of state.writers.entries()) {
    const next = (does: string, values: Partial<Writer>) => {
      found({ who: 'writer', which, does }, change(state, which, values));
    };
    const { stage } = writer;
    if (stage === 'idle') next('writes an event', { stage: 'written' });
    if (stage === 'written' && state.holder < 0)
      next('takes a share of the doorbell', { stage: 'rang', shares: fault !== 'holdsNoShare' });
    if (stage === 'written' && state.holder >= 0) next('notifies', { stage: 'rang', notifies: true });
    if (stage === 'rang' || stage === 'half committed') {
      const after = stage === 'rang' ? 'half committed' : 'committed';
      if ((stage === 'rang') === isEarly) next('releases its locks', { stage: after, shares: false });
      else next('is visible', { stage: after, committed: true });
    }
    if (stage === 'written' || stage === 'rang') next('aborts', { stage: 'over', shares: false, notifies: false });
    if (stage === 'committed') {
      const over = change(state, which, { stage: 'over' });
      found(
        { who: 'writer', which, does: 'signals' },
        writer.notifies ? { ...over, sleepers: over.sleepers.map(rung) } : over,
      );
    }
  }
}
