import type { Diagnostic } from './diagnostic.js';
import { documents } from './parse/yaml/documents.js';
import { readEntity } from './parse/readEntity.js';
import { Problems } from './problems.js';
import { Source } from './source.js';
import type { Entity } from './syntax/entity.js';
import { validateEntities } from './validate/validateEntities.js';

/** A SpecQL file. */
export interface SpecqlFile {
  /** For messages. */
  readonly name: string;
  /** One or more YAML documents, each an entity. */
  readonly text: string;
}

/** What came of reading SpecQL files. */
export interface ParsedEntities {
  /** In the order of the files; none when there are diagnostics. */
  readonly entities: Entity[];
  /** Everything that is wrong, in the order of the files. */
  readonly diagnostics: Diagnostic[];
}

/**
 * Reads entities and checks them: names, types, references to each other, and the expressions of their actions.
 *
 * @param files - all files whose entities refer to each other
 * @returns the entities, or what is wrong with them; it never throws, whatever the files hold
 */
export function parseEntities(files: readonly SpecqlFile[]): ParsedEntities {
  const sources = files.map(({ name, text }) => new Source(name, text));
  const problems = new Problems(sources);
  const entities = sources.flatMap((source) => documents({ source, problems }).flatMap((top) => readEntity(top) ?? []));
  // Names that stand in a faulty line would be reported as unknown once more.
  if (problems.diagnostics.length === 0) validateEntities(entities, problems);
  const { diagnostics } = problems;
  return { entities: diagnostics.length === 0 ? entities : [], diagnostics };
}
