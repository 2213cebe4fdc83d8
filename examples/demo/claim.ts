import { green, say } from './print.js';

/**
 * Says something the demo shows, after checking that it is so.
 *
 * @throws Error when it is not
 */
export function claim(text: string, holds: boolean): void {
  if (!holds) throw new Error(`the demo expected: ${text}`);
  say(`${green('✓')} ${text}`);
}
