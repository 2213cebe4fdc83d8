import { snakeCase } from '../letterCase.js';
import type { Entity } from '../syntax/entity.js';
import { entityScript } from './entityScript.js';
import { type Existing, nothingExists } from './migration/existing.js';
import { Model } from './model.js';
import type { GenerateOptions } from './generateOptions.js';
import { inScriptOrder } from './order.js';

/** One generated script. */
export interface SqlFile {
  /** As `01_blog_author.sql`: run them in the order of their names. */
  readonly name: string;
  readonly sql: string;
}

/**
 * Writes the SQL of entities: tables, table views, audit, and the functions of their actions. The same entities give the same text.
 *
 * @param entities - all that refer to each other
 * @param options - what to add where the entities are silent
 * @returns one script for each entity, in the order they have to run
 * @throws SpecqlCdcError when something cannot be written as SQL, naming the file, line and column
 */
export function generateSql(entities: readonly Entity[], options: GenerateOptions): SqlFile[] {
  return scripts(entities, options, nothingExists);
}

/**
 * @param entities - all that refer to each other
 * @param options - what to add where the entities are silent
 * @param existing - what the database has already
 * @returns one script for each entity, in the order they have to run
 */
export function scripts(entities: readonly Entity[], options: GenerateOptions, existing: Existing): SqlFile[] {
  const model = new Model(entities);
  const ordered = inScriptOrder(model);
  const digits = Math.max(2, String(ordered.length).length);
  return ordered.map((part, index) => {
    const { schema, name } = part.entity;
    const number = String(index + 1).padStart(digits, '0');
    return {
      name: `${number}_${schema}_${snakeCase(name)}.sql`,
      sql: `${entityScript(model, part, options, existing).text}\n`,
    };
  });
}
