import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits for something that will be; when it never is, the test's timeout ends the wait.
 *
 * @param holds - whether it is
 */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(5);
}
