import process from 'node:process';

// SIGHUP: the terminal was closed.
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** What goes on until interrupted. */
const ongoing = new Set<() => void>();

let happened = false;

/** @returns whether any work was interrupted */
export const wasInterrupted = (): boolean => happened;

/**
 * Lets work that goes on until Ctrl-C end in order.
 *
 * @param work - ends soon after the signal it gets
 */
export async function untilInterrupted(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const interrupted = new AbortController();
  const end = () => {
    happened = true;
    interrupted.abort();
  };
  ongoing.add(end);
  // Once: a second Ctrl-C ends the process at once.
  for (const signal of signals) process.once(signal, end);
  try {
    await work(interrupted.signal);
  } finally {
    for (const signal of signals) process.off(signal, end);
    ongoing.delete(end);
  }
}

/**
 * Does what Ctrl-C does to work that ends in order.
 *
 * @returns whether there is any
 */
export function interrupt(): boolean {
  for (const end of ongoing) end();
  return ongoing.size > 0;
}
