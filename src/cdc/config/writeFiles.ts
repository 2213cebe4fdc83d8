import { mkdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { SpecqlCdcError } from '../../error.js';
import type { CdcFile } from './cdcFiles.js';

/**
 * Writes files, all or none.
 *
 * @param folder - made when missing
 * @param files - what to write
 * @param options - `force`: replace files that are there
 * @returns the paths written
 * @throws SpecqlCdcError when a file is there and may not be replaced; then nothing was written
 */
export async function writeFiles(folder: string, files: CdcFile[], { force }: { force: boolean }): Promise<string[]> {
  const targets = files.map((file) => ({ ...file, target: path.join(folder, file.path) }));
  if (!force) {
    const present: string[] = [];
    for (const { target } of targets) if (await exists(target)) present.push(target);
    if (present.length > 0) {
      throw new SpecqlCdcError(
        `${present.join(', ')} ${present.length === 1 ? 'is' : 'are'} there already`,
        'Name another folder by --output-dir, or replace what is there by --force.',
      );
    }
  }
  for (const { target, text, executable } of targets) {
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, text, { mode: executable ? 0o755 : 0o644 });
  }
  return targets.map(({ target }) => target);
}

const exists = (target: string) =>
  stat(target).then(
    () => true,
    () => false,
  );
