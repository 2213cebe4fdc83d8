/** A step of the model: who does what, and what it sees or answers. */
export interface Label {
  who: 'writer' | 'another transaction' | 'worker' | 'shard' | 'retries' | 'operator' | 'maintenance' | 'server';
  /** Which of several, from 0. */
  which: number;
  does: string;
  values?: Record<string, unknown> | undefined;
}

/** Takes a step and the state after it. */
export type Found<State> = (label: Label, next: State) => void;

const several = new Set<Label['who']>(['writer', 'worker', 'shard']);

/** A step as a line, such as `writer 1 takes an xid (xid 1)`. */
export function describe({ who, which, does, values = {} }: Label): string {
  const name = several.has(who) ? `${who} ${String(which + 1)}` : who;
  const seen = Object.entries(values).map(([key, value]) => `${key} ${JSON.stringify(value)}`);
  return `${name} ${does}${seen.length > 0 ? ` (${seen.join(', ')})` : ''}`;
}
