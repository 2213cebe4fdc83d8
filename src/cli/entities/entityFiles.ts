import { readFile } from 'node:fs/promises';
import { SpecqlCdcError } from '../../error.js';
import type { SpecqlFile } from '../../specql/parseEntities.js';
import type { Session } from '../report.js';

/**
 * Reads the entity files of a command line.
 *
 * @param session - for standard input
 * @param names - of files; `-`, or none at all, is standard input
 * @throws SpecqlCdcError when a file cannot be read
 */
export async function entityFiles(session: Session, names: readonly string[]): Promise<SpecqlFile[]> {
  const files: SpecqlFile[] = [];
  for (const name of new Set(names.length === 0 ? ['-'] : names)) {
    files.push(name === '-' ? { name: '<stdin>', text: await session.input() } : { name, text: await textOf(name) });
  }
  return files;
}

async function textOf(name: string): Promise<string> {
  try {
    return await readFile(name, 'utf8');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new SpecqlCdcError(
      `${name} cannot be read: ${why}`,
      'Name the YAML files of the entities, as in entities/*.yaml.',
    );
  }
}
