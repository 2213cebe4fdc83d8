import { mkdir, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { chart } from './chart.js';
import type { Summary } from './summary.js';

/**
 * Writes `results.json` and `chart.svg`.
 *
 * @param summaries - the results
 * @param folder - made when it is not there
 * @returns the files' paths
 */
export async function writeFiles(summaries: readonly Summary[], folder: string): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const machine = { processors: os.availableParallelism(), memory: os.totalmem(), node: process.version };
  const files: Record<string, string> = {
    'results.json': `${JSON.stringify({ at: new Date().toISOString(), machine, summaries }, null, 2)}\n`,
    'chart.svg': chart(summaries),
  };
  return Promise.all(
    Object.entries(files).map(async ([name, content]) => {
      const file = path.join(folder, name);
      await writeFile(file, content);
      return file;
    }),
  );
}
