import { readFile, mkdtemp, statfs } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

const memory = '/dev/shm';
/** What all servers of a run may fill together. */
const needed = 4 * 2 ** 30;

/**
 * Makes the folder of a server. One that does not promise to survive a power cut lives in memory where there is room: most of a
 * test's time is the copying of its database, ten times slower on a busy disk.
 *
 * @param durable - whether the server calls fsync, and so shall have a disk
 * @returns the new folder's path
 */
export async function serverFolder(durable: boolean): Promise<string> {
  const parent = !durable && (await hasRoom()) ? memory : os.tmpdir();
  return mkdtemp(path.join(parent, 'specql_cdc-'));
}

/** Programs are started from the folder, so it must allow that too. */
async function hasRoom(): Promise<boolean> {
  try {
    const mounts = (await readFile('/proc/mounts', 'utf8')).split('\n').map((line) => line.split(' '));
    const [, , , options = 'noexec'] = mounts.find(([, folder]) => folder === memory) ?? [];
    const { bavail, bsize } = await statfs(memory);
    return !options.split(',').includes('noexec') && Math.min(bavail * bsize, os.freemem()) >= needed;
  } catch {
    return false;
  }
}
