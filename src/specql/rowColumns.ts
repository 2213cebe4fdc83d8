import type { Entity } from './syntax/entity.js';
import type { FieldType, ScalarName } from './syntax/field.js';

/** The columns that every table has besides its fields, as expressions read them; `tenant_id` where rows belong to a tenant. */
export const standardColumns = {
  id: 'uuid',
  tenant_id: 'uuid',
  created_at: 'datetime',
  created_by: 'uuid',
  updated_at: 'datetime',
  updated_by: 'uuid',
  deleted_at: 'datetime',
  deleted_by: 'uuid',
} as const satisfies Record<string, ScalarName>;

/**
 * @param entity - its fields, and whether its rows belong to a tenant
 * @returns every name that an expression may read of one of its rows, with its type
 */
export function rowColumns({ fields, tenant }: Pick<Entity, 'fields' | 'tenant'>): Map<string, FieldType> {
  const standard = Object.entries(standardColumns).filter(([name]) => tenant || name !== 'tenant_id');
  return new Map<string, FieldType>([
    ...fields.map(({ name, type }) => [name, type] as const),
    ...standard.map(([name, scalar]) => [name, { kind: 'scalar', scalar }] as const),
  ]);
}
