import type { Entity } from './syntax/entity.js';

/** The columns that every table has besides its fields, as expressions read them. */
export const standardColumns = [
  'id',
  'created_at',
  'created_by',
  'updated_at',
  'updated_by',
  'deleted_at',
  'deleted_by',
] as const;

/**
 * @param entity - its fields, and whether its rows belong to a tenant
 * @returns every name that an expression may read of one of its rows
 */
export function columnsOf({ fields, tenant }: Pick<Entity, 'fields' | 'tenant'>): string[] {
  return [...fields.map(({ name }) => name), ...standardColumns, ...(tenant ? ['tenant_id'] : [])];
}
