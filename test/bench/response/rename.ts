/**
 * The usual way: a walk over what JSON.parse made.
 *
 * @param value - parsed
 * @param types - a type map
 * @param path - where the value is
 * @returns a copy with its keys in camelCase and its types
 */
export function rename(value: unknown, types: Readonly<Record<string, string>>, path = '$'): unknown {
  if (Array.isArray(value)) return value.map((element) => rename(element, types, path));
  if (typeof value !== 'object' || value === null) return value;
  const renamed: Record<string, unknown> = {};
  const type = types[path];
  if (type !== undefined) renamed.__typename = type.replace(/[[\]]/g, '');
  for (const [name, member] of Object.entries(value)) {
    renamed[camelCase(name)] = rename(member, types, path === '$' ? name : `${path}.${name}`);
  }
  return renamed;
}

const names = new Map<string, string>();

/** Each name is converted once, as the transformer does it: what is compared is the way of going through the document. */
function camelCase(name: string): string {
  let converted = names.get(name);
  if (converted === undefined) {
    converted = name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
    names.set(name, converted);
  }
  return converted;
}
