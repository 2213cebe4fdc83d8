import process from 'node:process';

const signals = ['SIGINT', 'SIGTERM'] as const;

/**
 * Lets work that goes on until Ctrl-C end in order.
 *
 * @param work - ends soon after the signal it gets
 */
export async function untilInterrupted(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const interrupted = new AbortController();
  const interrupt = () => {
    interrupted.abort();
  };
  // Once: a second Ctrl-C ends the process at once.
  for (const signal of signals) process.once(signal, interrupt);
  try {
    await work(interrupted.signal);
  } finally {
    for (const signal of signals) process.off(signal, interrupt);
  }
}
