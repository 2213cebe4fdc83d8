import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * Reads the SQL files of a folder. Those of its `upgrade/` are left out: they belong to upgrade scripts only.
 *
 * @param directory - the extension folder, or another with SQL in it
 * @returns path relative to that folder, with forward slashes, to text; ordered by path
 */
export async function readSources(directory: string): Promise<Map<string, string>> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.sql'))
    .map((entry) => path.relative(directory, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .filter((file) => !file.startsWith('upgrade/'))
    .sort();
  const read = async (file: string) => [file, await readFile(path.join(directory, file), 'utf8')] as const;
  return new Map(await Promise.all(files.map(read)));
}
