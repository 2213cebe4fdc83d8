import { randomUUID } from 'node:crypto';
import { lstat, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { SpecqlCdcError } from './error.js';

/** How to place a file. */
export interface PlaceOptions {
  /** Permissions, less those that the process takes from every file. */
  mode?: number;
  /** Whether another file of the name may be there. */
  replace: boolean;
}

/**
 * Writes a file that stands where it is named: no link that somebody planted there leads the text elsewhere.
 *
 * @param file - in a folder that is made when missing
 * @param text - what to write
 * @param options - `mode`, `replace`
 * @throws SpecqlCdcError when something of the name is there and may not be replaced
 */
export async function placeFile(file: string, text: string, { mode = 0o644, replace }: PlaceOptions): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  if (!replace) return create(file, text, mode);
  const part = `${file}.${randomUUID()}`;
  try {
    await create(part, text, mode);
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

/** `wx` follows no link. */
async function create(file: string, text: string, mode: number): Promise<void> {
  try {
    await writeFile(file, text, { mode, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new SpecqlCdcError(`${file} is there already`, 'Move it away, or choose another folder.');
  }
}

/**
 * @param file - a path
 * @returns what is there, a link that leads nowhere included; undefined when nothing is
 */
export async function kindOf(file: string): Promise<'link' | 'other' | undefined> {
  try {
    return (await lstat(file)).isSymbolicLink() ? 'link' : 'other';
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
