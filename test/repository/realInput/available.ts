/**
 * Real input comes from packages that may not be at hand.
 *
 * @param found - whether it is
 * @param mend - what to install, as `apt-get install ...`
 * @returns whether to run its tests; says in one line when they are skipped
 * @throws Error on CI, where nothing may be skipped
 */
export function available(found: boolean, mend: string): boolean {
  if (found) return true;
  if (process.env.CI) throw new Error(`real input is missing: ${mend}`);
  console.log(`real input is missing, its tests are skipped: ${mend}`);
  return false;
}
