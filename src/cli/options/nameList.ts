/**
 * Reads an option that lists names; it may be given several times.
 *
 * @param value - `title,body`; empty for no names at all
 * @param earlier - the names of earlier occurrences
 * @returns all names
 */
export function nameList(value: string, earlier: string[] = []): string[] {
  return [...earlier, ...value.split(',').filter((name) => name !== '')];
}
