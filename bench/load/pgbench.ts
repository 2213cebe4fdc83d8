import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { LoadOptions, LoadResult, LoadScript } from './script.js';

const run = promisify(execFile);

/** @returns whether pgbench is on PATH */
export async function hasPgbench(): Promise<boolean> {
  return run('pgbench', ['--version']).then(
    () => true,
    () => false,
  );
}

/**
 * Loads a server by pgbench with prepared statements.
 *
 * @param script - what each client repeats
 * @param options - server, clients, duration
 * @returns what it achieved, without the time to connect
 * @throws Error when a statement fails
 */
export async function loadByPgbench(script: LoadScript, options: LoadOptions): Promise<LoadResult> {
  const { url, clients, duration } = options;
  const folder = await mkdtemp(path.join(os.tmpdir(), 'specql_cdc-bench-'));
  try {
    const file = path.join(folder, 'script.sql');
    await writeFile(file, scriptFile(script));
    const length = 'seconds' in duration ? ['-T', duration.seconds] : ['-t', duration.transactions];
    const threads = Math.min(clients, os.availableParallelism());
    const { stdout } = await run(
      'pgbench',
      ['-n', '-M', 'prepared', '-c', clients, '-j', threads, ...length, '-f', file, url].map(String),
    );
    return { perSecond: figure(stdout, /^tps = ([\d.]+)/m), runs: figure(stdout, /actually processed: (\d+)/) };
  } finally {
    await rm(folder, { recursive: true });
  }
}

function scriptFile({ draw = {}, statements }: LoadScript): string {
  const lines = Object.entries(draw).map(([name, [from, to]]) => `\\set ${name} random(${from}, ${to})\n`);
  return `${lines.join('')}${statements.join(';\n')};\n`;
}

function figure(output: string, pattern: RegExp): number {
  const found = pattern.exec(output)?.[1];
  if (found === undefined) throw new Error(`pgbench printed no ${pattern.source}:\n${output}`);
  return Number(found);
}
