import { snakeCase } from '../names.js';
import type { Entity } from '../syntax/entity.js';
import type { Field } from '../syntax/field.js';
import { qualified } from './text/ident.js';
import type { Sql } from './text/sql.js';

/** What identifies an entity: an entity itself, or a reference to one. */
type Named = Pick<Entity, 'name' | 'schema'>;

/** @returns `tb_post` */
export const tableName = ({ name }: Named): string => `tb_${snakeCase(name)}`;

/** @returns `tv_post` */
export const viewName = ({ name }: Named): string => `tv_${snakeCase(name)}`;

/** @returns `pk_post` */
export const keyName = ({ name }: Named): string => `pk_${snakeCase(name)}`;

/** @returns `refresh_tv_post` */
export const refreshName = (entity: Named): string => `refresh_${viewName(entity)}`;

/** @returns `fn_create_post` */
export const innerName = (action: string): string => `fn_${action}`;

/** @returns `title`, or `fk_author` for a reference */
export const columnName = ({ name, type }: Field): string => (type.kind === 'ref' ? `fk_${name}` : name);

/** @returns `blog.tb_post` */
export const table = (entity: Named): Sql => qualified(entity.schema, tableName(entity));

/** @returns `blog.tv_post` */
export const view = (entity: Named): Sql => qualified(entity.schema, viewName(entity));

/** @returns `blog.refresh_tv_post` */
export const refresh = (entity: Named): Sql => qualified(entity.schema, refreshName(entity));
