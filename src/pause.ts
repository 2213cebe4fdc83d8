import { setTimeout as sleep } from 'node:timers/promises';

/** The longest wait of a timer: 25 days. A timer that is given more ends at once. */
export const maxPauseMs = 2 ** 31 - 1;

/**
 * Sleeps until a time is over or a signal is given.
 *
 * @param delayMs - how long; 25 days when it is more
 * @param signal - ends the sleep, without an error
 */
export async function pause(delayMs: number, signal: AbortSignal): Promise<void> {
  await sleep(Math.min(delayMs, maxPauseMs), undefined, { signal }).catch(() => undefined);
}
