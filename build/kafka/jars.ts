import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { checkout } from '../extension.js';

/** Folders of Java archives. */
export interface Jars {
  /** Class path of the broker and of Kafka Connect. */
  libs: string;
  /** Where Kafka Connect finds Debezium. */
  plugins: string;
}

/** Where a mirror does not have the newest yet, the tests run with the one before. */
const debezium = ['3.7.0.Final', '3.6.1.Final'];

const pom = path.join(checkout, 'build/kafka/pom.xml');

/**
 * Has Maven fetch what pom.xml names, once for what it and the list above say.
 *
 * @returns where it is
 * @throws Error with Maven's words
 */
export async function jars(): Promise<Jars> {
  const version = createHash('sha256')
    .update(await readFile(pom))
    .update(debezium.join())
    .digest('hex')
    .slice(0, 12);
  const cache = path.join(checkout, 'node_modules/.cache/specql_cdc');
  const target = path.join(cache, `debezium-${version}`);
  if (!(await exists(target))) {
    await mkdir(cache, { recursive: true });
    const partial = await mkdtemp(`${target}-`);
    await fetchInto(partial);
    await rename(partial, target).catch(() => rm(partial, { recursive: true, force: true }));
  }
  return { libs: path.join(target, 'libs'), plugins: path.join(target, 'plugins') };
}

/** Maven writes what it did into the target, too, instead of beside the pom. */
async function fetchInto(target: string, [version, ...older] = debezium): Promise<void> {
  const args = ['-q', '-B', '-f', pom, 'generate-resources', `-Dtarget=${target}`, `-Ddebezium=${String(version)}`];
  try {
    await promisify(execFile)('mvn', args);
  } catch (error) {
    if (older.length === 0) throw error;
    console.log(`Debezium ${String(version)} cannot be had here; taking ${String(older[0])}`);
    await fetchInto(target, older);
  }
}

const exists = (file: string) =>
  stat(file).then(
    () => true,
    () => false,
  );
