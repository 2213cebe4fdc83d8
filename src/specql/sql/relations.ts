import { type Named, refreshName, tableName, viewName } from '../objectNames.js';
import { qualified } from './text/ident.js';
import type { Sql } from './text/sql.js';

/** @returns `blog.tb_post` */
export const table = (entity: Named): Sql => qualified(entity.schema, tableName(entity));

/** @returns `blog.tv_post` */
export const view = (entity: Named): Sql => qualified(entity.schema, viewName(entity));

/** @returns `blog.refresh_tv_post` */
export const refresh = (entity: Named): Sql => qualified(entity.schema, refreshName(entity));
