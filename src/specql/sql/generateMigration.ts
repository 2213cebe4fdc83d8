import type { Queryable } from '../../connection/queryable.js';
import type { Entity } from '../syntax/entity.js';
import { scripts, type SqlFile } from './generateSql.js';
import { readExisting } from './migration/readExisting.js';
import type { GenerateOptions } from './generateOptions.js';

/**
 * Writes what a database lacks of the entities' SQL: tables, columns, constraints and indexes; functions are replaced.
 *
 * @param client - where the scripts shall run
 * @param entities - all that refer to each other
 * @param options - as for `generateSql`
 * @returns one script for each entity, in the order they have to run
 * @throws SpecqlCdcError when a difference cannot be made up by adding
 */
export async function generateMigration(
  client: Queryable,
  entities: readonly Entity[],
  options: GenerateOptions,
): Promise<SqlFile[]> {
  const schemas = [...new Set(entities.map(({ schema }) => schema))];
  return scripts(entities, options, await readExisting(client, schemas));
}
