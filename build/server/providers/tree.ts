import { copyFile, mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Installation } from './installation.js';

/**
 * Builds one run's own view of an installation, so that two checkouts never see each other's extension and nothing is
 * written to the system's folders. All is symbolic links but the programs, which look for their companions beside their
 * real path, and the extension folder, which is ours to add to.
 *
 * @param installation - where the binaries are
 * @param folder - a new folder for the view
 * @param extension - file name to text, put beside the extensions that come with the server
 * @returns the folder of `postgres` and `initdb` to start
 */
export async function installationView(
  installation: Installation,
  folder: string,
  extension: ReadonlyMap<string, string>,
): Promise<string> {
  const original = (...parts: string[]) => path.join(installation.prefix, ...parts);
  const own = (...parts: string[]) => path.join(folder, ...parts);
  const { bin, lib, share } = installation;

  await mkdir(own(bin), { recursive: true });
  for (const program of ['postgres', 'initdb']) await copyFile(original(bin, program), own(bin, program));

  await mkdir(path.dirname(own(lib)), { recursive: true });
  await symlink(original(lib), own(lib));

  await mkdir(own(share, 'extension'), { recursive: true });
  await linkEntries(original(share), own(share), ['extension']);
  await linkEntries(original(share, 'extension'), own(share, 'extension'), [...extension.keys()]);
  for (const [name, text] of extension) await writeFile(own(share, 'extension', name), text);
  return own(bin);
}

async function linkEntries(from: string, to: string, except: string[]): Promise<void> {
  const entries = (await readdir(from)).filter((entry) => !except.includes(entry));
  await Promise.all(entries.map((entry) => symlink(path.join(from, entry), path.join(to, entry))));
}
