import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { execa } from 'execa';

const packageName = 'zabbix-server-pgsql';
const cache = fileURLToPath(new URL('../../../node_modules/.cache/specql_cdc/', import.meta.url));

/** The scripts by which a well-known monitoring product creates and fills its database. */
export interface ZabbixScripts {
  schema: string;
  data: string[];
}

/**
 * Gets the scripts out of Debian's package, which is downloaded once for a checkout and not installed.
 *
 * @returns the scripts, or undefined where there is no such package
 */
export async function zabbixScripts(): Promise<ZabbixScripts | undefined> {
  try {
    const folder = await unpacked();
    const [schema = '', ...data] = await Promise.all(
      ['schema', 'images', 'data'].map(async (name) => {
        const file = path.join(folder, 'usr/share', packageName, `${name}.sql.gz`);
        return (await promisify(gunzip)(await readFile(file))).toString();
      }),
    );
    return { schema, data };
  } catch (error) {
    console.log(error instanceof Error ? error.message : error);
    return undefined;
  }
}

async function unpacked(): Promise<string> {
  const folder = path.join(cache, packageName);
  try {
    await readFile(path.join(folder, 'complete'));
    return folder;
  } catch {
    return unpack(folder);
  }
}

/** Several test processes may do this at once: each in a folder of its own, and the first to be ready wins. */
async function unpack(folder: string): Promise<string> {
  await mkdir(cache, { recursive: true });
  const own = await mkdtemp(path.join(cache, 'download-'));
  const apt = (...words: string[]) => execa('apt-get', words, { cwd: own });
  try {
    await apt('download', packageName);
  } catch {
    await apt('update');
    await apt('download', packageName);
  }
  await execa({ cwd: own, shell: true })`dpkg-deb --extract *.deb . && rm *.deb && touch complete`;
  await rename(own, folder).catch(() => rm(own, { recursive: true }));
  return folder;
}
