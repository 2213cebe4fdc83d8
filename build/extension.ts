import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { assemble, type Assembled } from './assemble.js';
import { closeFunctions } from './closeFunctions.js';
import { controlFile } from './control.js';
import { createdNames } from './createdNames.js';
import { readSources } from './sources.js';
import { extensionVersion } from './version.js';

/** The checkout this file stands in. */
export const checkout = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** Where the built control file and scripts are put. */
export const builtExtension = path.join(checkout, 'dist', 'extension');

/** The files a server needs to know the extension. */
export interface ExtensionFiles {
  /** File name to text. */
  files: Map<string, string>;
  /** The install script among them, with its origins. */
  script: Assembled;
}

/**
 * Assembles control file and install script in memory.
 *
 * @param root - the checkout: package.json gives version and comment, `extension/` the SQL
 * @returns the files by name
 * @throws Error as `assemble`, `controlFile` and `extensionVersion` do
 */
export async function extensionFiles(root = checkout): Promise<ExtensionFiles> {
  const manifest = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as Record<string, string>;
  const version = extensionVersion(manifest.version ?? '');
  const assembled = assemble(await readSources(path.join(root, 'extension')), version);
  const script = await closeFunctions(await createdNames(assembled));
  const files = new Map([
    ['specql_cdc.control', controlFile({ version, comment: manifest.description ?? '' })],
    [`specql_cdc--${version}.sql`, script.sql],
  ]);
  return { files, script };
}

/**
 * Writes the built extension, and removes what an earlier build left there. Each file appears whole, so whoever
 * installs while another process builds never copies half of one.
 *
 * @param directory - where to; created when missing
 * @param root - the checkout
 * @returns the paths written
 */
export async function writeExtension(directory = builtExtension, root = checkout): Promise<string[]> {
  const { files } = await extensionFiles(root);
  await mkdir(directory, { recursive: true });
  for (const stale of await readdir(directory)) {
    if (!files.has(stale)) await rm(path.join(directory, stale), { force: true });
  }
  return Promise.all(
    [...files].map(async ([name, text]) => {
      const target = path.join(directory, name);
      const partial = path.join(directory, '..', `.${name}.${process.pid}`);
      await writeFile(partial, text);
      await rename(partial, target);
      return target;
    }),
  );
}
