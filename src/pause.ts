import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Sleeps, not longer than until a signal.
 *
 * @param delay - milliseconds
 * @param signal - ends it, without an error
 */
export async function pause(delay: number, signal: AbortSignal): Promise<void> {
  await sleep(delay, undefined, { signal }).catch(() => undefined);
}
