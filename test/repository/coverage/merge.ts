import type { ProfiledFunction } from '../../../build/server/profile.js';

/**
 * Puts together what ran in many databases: a statement is covered if it ran in one of them.
 *
 * @param installed - the functions of a fresh database, all of which count
 * @param profiles - what ran; generated functions count as often as they differ in their statements, and functions that a test put in
 *   the place of an installed one do not
 * @returns every function once, by name
 */
export function mergeProfiles(
  installed: Iterable<ProfiledFunction>,
  profiles: Iterable<ProfiledFunction>,
): ProfiledFunction[] {
  const keyOf = ({ name, statements }: ProfiledFunction) => [name, ...statements].join('\n');
  const merged = new Map([...installed].map((entry) => [keyOf(entry), { ...entry }]));
  for (const profile of profiles) {
    const known = merged.get(keyOf(profile));
    if (known) known.executed = known.executed.map((ran, i) => ran || profile.executed[i] === true);
    else if (profile.generated) merged.set(keyOf(profile), { ...profile });
  }
  return [...merged.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}
