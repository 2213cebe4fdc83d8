import type pg from 'pg';
import { rows } from '../../../harness/query.js';

/**
 * @param sql - a connection
 * @returns what enabling could change: relations, functions, triggers and the registry
 */
export const state = async (sql: pg.ClientBase): Promise<unknown> => [
  await rows(
    sql,
    `select oid::regclass::text as name from pg_class where relnamespace in ('app'::regnamespace, 'public'::regnamespace) order by 1`,
  ),
  await rows(
    sql,
    `select oid::regprocedure::text as name, prosrc from pg_proc where pronamespace = 'app'::regnamespace order by 1`,
  ),
  await rows(sql, 'select tgrelid::regclass::text as name, tgname from pg_trigger order by 1, 2'),
  await rows(sql, 'select to_jsonb(t) as row from app.audited_table t order by entity'),
];
