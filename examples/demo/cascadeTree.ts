import type { CascadeDocument } from '../../src/index.js';

/**
 * Draws a cascade document as a tree.
 *
 * @param name - of the mutation
 * @returns lines of text
 */
export function cascadeTree(name: string, cascade: CascadeDocument): string[] {
  const branches = [
    ...cascade.updated.map(
      ({ operation, __typename, entity }) => `${operation.padEnd(8)} ${__typename} ${values(entity)}`,
    ),
    ...cascade.deleted.map(({ __typename, id }) => `DELETED  ${__typename} ${short(id)}`),
    ...cascade.invalidations.map(({ queryName, scope }) => `stale    query ${queryName} (${scope ?? 'PREFIX'})`),
  ];
  return [name, ...branches.map((text, index) => `${index === branches.length - 1 ? '└─' : '├─'} ${text}`)];
}

/** What a person wants to see of a row: no keys, no tenant. */
function values(entity: unknown): string {
  const shown = Object.entries(entity as Record<string, unknown>).filter(
    ([column, value]) => value !== null && !/^(id|tenant_id|pk_.*|fk_.*|.*_by)$/.test(column),
  );
  return shown.map(([column, value]) => `${column}=${JSON.stringify(value)}`).join(' ');
}

const short = (id: string) => `${id.slice(0, 8)}…`;
