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

const pom = path.join(checkout, 'build/kafka/pom.xml');

/**
 * Has Maven fetch what pom.xml names, once for each version of that file.
 *
 * @returns where it is
 * @throws Error with Maven's words
 */
export async function jars(): Promise<Jars> {
  const version = createHash('sha256')
    .update(await readFile(pom))
    .digest('hex')
    .slice(0, 12);
  const cache = path.join(checkout, 'node_modules/.cache/specql_cdc');
  const target = path.join(cache, `debezium-${version}`);
  if (!(await exists(target))) {
    await mkdir(cache, { recursive: true });
    const partial = await mkdtemp(`${target}-`);
    // Maven writes what it did beside the pom, unless the pom is elsewhere.
    await promisify(execFile)('mvn', ['-q', '-B', '-f', pom, 'generate-resources', `-Dtarget=${partial}`]);
    await rename(partial, target).catch(() => rm(partial, { recursive: true, force: true }));
  }
  return { libs: path.join(target, 'libs'), plugins: path.join(target, 'plugins') };
}

const exists = (file: string) =>
  stat(file).then(
    () => true,
    () => false,
  );
