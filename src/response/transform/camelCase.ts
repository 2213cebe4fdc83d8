/**
 * Writes a snake_case name in camelCase. Leading underscores stay (`_user_name` is `_userName`, `__typename` is itself), several in a row
 * count as one (`user__name` is `userName`), and trailing ones go.
 *
 * @param name - as in the database
 * @returns as in GraphQL
 */
export function camelCase(name: string): string {
  const start = /[^_]|$/.exec(name)?.index ?? 0;
  return name.slice(0, start) + name.slice(start).replace(/_+(.|$)/gsu, (_, next: string) => next.toUpperCase());
}
