import type { TypeMap } from '../../src/response/transform/typeMap.js';

/**
 * The usual way: a walk over what JSON.parse made.
 *
 * @param value - parsed
 * @param types - a type map
 * @param convert - writes a name in camelCase
 * @param path - where the value is
 * @returns a copy with its keys in camelCase and its types
 */
export function rename(value: unknown, types: TypeMap, convert = camelCase, path = '$'): unknown {
  if (Array.isArray(value)) return value.map((element) => rename(element, types, convert, path));
  if (typeof value !== 'object' || value === null) return value;
  const renamed: Record<string, unknown> = {};
  const type = types[path];
  if (type !== undefined) renamed.__typename = type.replace(/[[\]]/g, '');
  for (const [name, member] of Object.entries(value)) {
    renamed[convert(name)] = rename(member, types, convert, path === '$' ? name : `${path}.${name}`);
  }
  return renamed;
}

/** As it is mostly written. */
const camelCase = (name: string) => name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

const names = new Map<string, string>();

/** Each name is converted once, as the transformer does it. */
export function cachedCamelCase(name: string): string {
  let converted = names.get(name);
  if (converted === undefined) names.set(name, (converted = camelCase(name)));
  return converted;
}
