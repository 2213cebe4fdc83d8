import { setTimeout as sleep } from 'node:timers/promises';

/** What a timer can wait, in milliseconds: 25 days. One that shall wait longer ends at once. */
export const longestPause = 2 ** 31 - 1;

/**
 * Sleeps, not longer than until a signal.
 *
 * @param delay - milliseconds; 25 days when it is more
 * @param signal - ends it, without an error
 */
export async function pause(delay: number, signal: AbortSignal): Promise<void> {
  await sleep(Math.min(delay, longestPause), undefined, { signal }).catch(() => undefined);
}
