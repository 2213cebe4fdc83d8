import type { Found } from '../delivery/label.js';
import type { Bounds, Locks, Sleeper, State } from './state.js';

const change = (state: State, which: number, values: Partial<Sleeper>, holder = state.holder): State => ({
  ...state,
  holder,
  sleepers: state.sleepers.map((sleeper, index) => (index === which ? { ...sleeper, ...values } : sleeper)),
});

/** app.doorbell_locks. */
const locks = (state: State, which: number): Locks => ({
  holder: state.holder === which,
  sleeper: state.sleepers[which]?.joined ?? false,
  other: state.holder >= 0 && state.holder !== which,
});

/** What a session of a consumer does: it looks, arms, looks again, sleeps, and disarms when it stays awake. */
export function sleeping(bounds: Bounds, state: State, found: Found<State>): void {
  for (const [which, sleeper] of state.sleepers.entries()) {
    if (sleeper.stage === 'died') continue;
    const next = (does: string, values: Partial<Sleeper>, holder = state.holder) => {
      found({ who: 'worker', which, does }, change(state, which, values, holder));
    };
    looking(state, sleeper, next);
    arming(bounds, state, which, sleeper, next);
    disarming(bounds, state, which, sleeper, next, found);
    if (state.sleepers.filter(({ stage }) => stage === 'died').length < bounds.deaths)
      next('dies', { stage: 'died', joined: false }, state.holder === which ? -1 : state.holder);
  }
}

type Next = (does: string, values: Partial<Sleeper>, holder?: number) => void;

function looking(state: State, sleeper: Sleeper, next: Next): void {
  const { stage, seen, rung, armed } = sleeper;
  if (stage === 'looks') {
    const committed = state.writers.flatMap((writer, index) => (writer.committed ? [index] : []));
    if (committed.length > seen.length)
      next('sees an event', { seen: committed, rung: rung === 'awake' ? 'awake' : 'no' });
    else next('finds nothing', { stage: 'found nothing' });
  }
  // What rang since the look began is looked after; else it arms unless it is armed, else it sleeps.
  if (stage === 'found nothing' || (stage === 'sleeps' && rung !== 'no')) {
    const calm = { rung: 'no' } as const;
    if (rung === 'awake') next('hears that the holder is awake', { ...calm, stage: 'disarms' });
    else if (rung === 'rung') next('wakes', { ...calm, stage: 'looks' });
    else if (armed) next('sleeps', { stage: 'sleeps' });
    else next('begins to arm', { stage: 'arms' });
  }
}

/** app.arm_doorbell. */
function arming({ fault }: Bounds, state: State, which: number, sleeper: Sleeper, next: Next): void {
  const { stage } = sleeper;
  const armed: Partial<Sleeper> = {
    stage: fault === 'sleepsWithoutLooking' ? 'sleeps' : 'looks',
    ...{ armed: true, locks: undefined },
  };
  if (stage === 'arms') next('reads the locks', { stage: 'read the locks', locks: locks(state, which) });
  if (stage === 'read the locks' && sleeper.locks) {
    const isFree = state.holder < 0 && state.writers.every(({ shares }) => !shares);
    const read = sleeper.locks;
    if (read.holder || isFree || state.holder === which) next('holds the doorbell', armed, which);
    else if (!read.sleeper && !read.other) next('is refused', { stage: 'looks', locks: undefined });
    else
      next('does not get the doorbell', { stage: read.sleeper ? 'reads the locks again' : 'joins', locks: undefined });
  }
  if (stage === 'joins') {
    if (fault === 'joinsUnchecked') next('joins the sleepers', { ...armed, joined: true });
    else next('joins the sleepers', { stage: 'reads the locks again', joined: true });
  }
  if (stage === 'reads the locks again') {
    if (locks(state, which).other) next('finds a holder', armed);
    else next('finds no holder', { stage: 'looks', locks: undefined, joined: false });
  }
}

/** app.disarm_doorbell. */
function disarming(
  { fault }: Bounds,
  state: State,
  which: number,
  sleeper: Sleeper,
  next: Next,
  found: Found<State>,
): void {
  const { stage, armed } = sleeper;
  if ((stage === 'looks' || stage === 'found nothing') && armed) next('stays awake', { stage: 'disarms' });
  if (stage === 'disarms')
    next('reads the locks to disarm', { stage: 'leaves', armed: false, locks: locks(state, which) });
  if (stage === 'leaves' && sleeper.locks)
    next('leaves the sleepers', {
      ...{ stage: sleeper.locks.holder ? 'releases' : 'looks', locks: undefined },
      ...(sleeper.locks.sleeper ? { joined: false } : {}),
    });
  if (stage === 'releases')
    next('releases the doorbell', { stage: fault === 'handsNothingOver' ? 'looks' : 'looks for sleepers' }, -1);
  if (stage === 'looks for sleepers') {
    const others = state.sleepers.some(({ joined }, index) => joined && index !== which);
    next('looks for other sleepers', { stage: others ? 'tells them' : 'looks' });
  }
  if (stage === 'tells them') {
    const told = state.sleepers.map((other, index) =>
      index === which || other.stage === 'died' ? other : { ...other, rung: 'awake' as const },
    );
    found(
      { who: 'worker', which, does: 'tells them that it is awake' },
      change({ ...state, sleepers: told }, which, { stage: 'looks' }),
    );
  }
}
