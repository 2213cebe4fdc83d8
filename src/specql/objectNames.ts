import { snakeCase } from './letterCase.js';
import type { Entity } from './syntax/entity.js';
import type { Field } from './syntax/field.js';

/** What identifies an entity: an entity itself, or a reference to one. */
export type Named = Pick<Entity, 'name' | 'schema'>;

/** @returns `tb_post` */
export const tableName = ({ name }: Pick<Named, 'name'>): string => `tb_${snakeCase(name)}`;

/** @returns `tv_post` */
export const viewName = ({ name }: Pick<Named, 'name'>): string => `tv_${snakeCase(name)}`;

/** @returns `pk_post` */
export const keyName = ({ name }: Pick<Named, 'name'>): string => `pk_${snakeCase(name)}`;

/** @returns `title`, or `fk_author` for a reference */
export function columnName({ name, type }: Pick<Field, 'name' | 'type'>): string {
  switch (type.kind) {
    case 'ref':
      return `fk_${name}`;
    case 'scalar':
    case 'enum':
    case 'list':
      return name;
  }
}

/** @returns `ck_post_title`, the check of a field */
export const checkName = (entity: Pick<Named, 'name'>, field: string): string =>
  `ck_${snakeCase(entity.name)}_${field}`;

/** @returns `fk_post_author`, the foreign key of a reference */
export const foreignKeyName = (entity: Pick<Named, 'name'>, field: string): string =>
  `fk_${snakeCase(entity.name)}_${field}`;

/** @returns `uq_post_slug`, the index that keeps a field unique */
export const uniqueIndexName = (entity: Pick<Named, 'name'>, field: string): string =>
  `uq_${snakeCase(entity.name)}_${field}`;

/** @returns `ix_post_author`, the index of a reference, or of the tenant of a table */
export const indexName = (entity: Pick<Named, 'name'>, field: string): string =>
  `ix_${snakeCase(entity.name)}_${field}`;

/** @returns `ix_tv_post_tenant_id`, the index of the tenant of a table view */
export const viewIndexName = (entity: Pick<Named, 'name'>): string => `ix_${viewName(entity)}_tenant_id`;

/** @returns `refresh_tv_post` */
export const refreshName = (entity: Pick<Named, 'name'>): string => `refresh_${viewName(entity)}`;

/** @returns `fn_create_post` */
export const innerName = (action: string): string => `fn_${action}`;

/** @returns `v_input_title`, the variable of a key of the payload */
export const inputVariable = (key: string): string => `v_input_${key}`;
