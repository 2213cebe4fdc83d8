import { camelCase } from '../../../../src/response/transform/camelCase.js';
import type { TypeMap } from '../../../../src/response/transform/typeMap.js';

/**
 * What the transformer does, in the plain way: parse, rename, tell types, write.
 *
 * @param json - a document
 * @param types - a type map
 * @returns the value it becomes
 */
export function reference(json: string, types: TypeMap = {}): unknown {
  return renamed(JSON.parse(json), '$', types);
}

function renamed(value: unknown, path: string, types: TypeMap): unknown {
  if (Array.isArray(value)) return value.map((element) => renamed(element, path, types));
  if (typeof value !== 'object' || value === null) return value;
  const type = Object.hasOwn(types, path) ? types[path]?.replace(/[[\]]/g, '') : undefined;
  const members = Object.entries(value)
    .map(
      ([name, member]) => [camelCase(name), renamed(member, path === '$' ? name : `${path}.${name}`, types)] as const,
    )
    .filter(([name]) => type === undefined || name !== '__typename');
  // As JSON, so that a key named __proto__ is a key.
  const entries = [...(type === undefined ? [] : [['__typename', type] as const]), ...members];
  return JSON.parse(`{${entries.map((entry) => entry.map((part) => JSON.stringify(part)).join(':')).join(',')}}`);
}
