import path from 'node:path';
import { SpecqlCdcError } from '../../error.js';
import { kindOf, placeFile } from '../../placeFile.js';
import type { CdcFile } from './cdcFiles.js';

/**
 * Writes files, all or none.
 *
 * @param folder - made when missing
 * @param files - what to write
 * @param options - `force`: replace files that are there
 * @returns the paths written
 * @throws SpecqlCdcError when a file is there and may not be replaced, or a folder is a link; then nothing was written
 */
export async function writeFiles(folder: string, files: CdcFile[], { force }: { force: boolean }): Promise<string[]> {
  const targets = files.map((file) => ({ ...file, target: path.join(folder, file.path) }));
  if (!force) {
    const present: string[] = [];
    for (const { target } of targets) if ((await kindOf(target)) !== undefined) present.push(target);
    if (present.length > 0) {
      throw new SpecqlCdcError(
        `${present.join(', ')} ${present.length === 1 ? 'is' : 'are'} there already`,
        'Name another folder by --output-dir, or replace what is there by --force.',
      );
    }
  }
  for (const { path: relative } of targets) await requireNoLink(folder, relative);
  for (const { target, text, executable } of targets) {
    await placeFile(target, text, { mode: executable ? 0o755 : 0o644, replace: force });
  }
  return targets.map(({ target }) => target);
}

/** The folder may be a link, as its user named it; a folder in it may not. */
async function requireNoLink(folder: string, relative: string): Promise<void> {
  const inner = path.dirname(relative);
  if (inner === '.' || (await kindOf(path.join(folder, inner))) !== 'link') return;
  throw new SpecqlCdcError(
    `${path.join(folder, inner)} is a link`,
    'Remove it, or name another folder by --output-dir.',
  );
}
