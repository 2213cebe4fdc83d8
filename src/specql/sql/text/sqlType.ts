import { Sql } from './trusted.js';

/** The SQL types of single values, named as `format_type` names them. */
export type ItemType =
  | 'text'
  | 'integer'
  | 'bigint'
  | 'numeric'
  | 'numeric(19,4)'
  | 'double precision'
  | 'boolean'
  | 'uuid'
  | 'date'
  | 'timestamp with time zone'
  | 'time without time zone'
  | 'jsonb';

/** The SQL types of columns and values. */
export type SqlType = ItemType | `${ItemType}[]`;

/** @returns the type as SQL; the names are those of this file, never a user's */
export const sqlType = (type: SqlType): Sql => Sql.trusted(type);

/** @returns whether values of the type are lists */
export const isList = (type: SqlType): type is `${ItemType}[]` => type.endsWith('[]');

/** @returns the type of the items of a list; of anything else the type itself */
export const itemType = (type: SqlType): ItemType => (isList(type) ? (type.slice(0, -'[]'.length) as ItemType) : type);

/** @returns the type of a list; PostgreSQL has one for any number of dimensions */
export const listType = (type: SqlType): SqlType => `${itemType(type)}[]`;
