import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { checkout, extensionFiles } from '../extension.js';
import { readable } from './readable.js';

/** The version that is known to pass; a newer one may find more, and is tried on purpose. */
const version = '0.9.4';
const environment = path.join(checkout, 'node_modules', '.cache', `pgspot-${version}`);
const pgspot = path.join(environment, 'bin', 'pgspot');

const skipped = await install();
if (skipped) console.log(`pgspot skipped: ${skipped}`);
else process.exitCode = await check();

/** Installs pgspot where it is not yet. Returns why it cannot. */
async function install(): Promise<string | undefined> {
  if (existsSync(pgspot)) return undefined;
  const { failed } = await execa('python3', ['-m', 'venv', environment], { reject: false });
  if (failed) return 'python3 with venv is not here';
  const pip = path.join(environment, 'bin', 'pip');
  const { failed: missing } = await execa(pip, ['install', '--quiet', `pgspot==${version}`], { reject: false });
  return missing ? `pip does not get pgspot ${version}` : undefined;
}

/** Checks the built script. Its bodies in PL/pgSQL are left out: pgspot stops at the first CASE or FOREACH in one. */
async function check(): Promise<number> {
  const { script } = await extensionFiles();
  const { sql, unpinned } = await readable(script);
  const folder = await mkdtemp(path.join(os.tmpdir(), 'specql_cdc-pgspot-'));
  try {
    const file = path.join(folder, 'install.sql');
    await writeFile(file, sql);
    const { stdout } = await execa(pgspot, ['--no-plpgsql', file], { reject: false });
    const lines = stdout.split('\n').filter((line) => line.trim() !== '');
    const found = lines.filter((line) => /^PS\d/.test(line) && !unpinned.has(unpinnedFunction(line)));
    for (const [name, reason] of unpinned) console.log(`exception PS005: ${name}, ${reason}`);
    for (const line of found) console.error(line);
    console.log(lines.at(-1)?.trim() ?? 'pgspot printed nothing');
    // It prints its summary last, or the error that stopped it.
    return found.length > 0 || !/Unknown: 0\s*$/.test(lines.at(-1) ?? '') ? 1 : 0;
  } finally {
    await rm(folder, { recursive: true });
  }
}

function unpinnedFunction(line: string): string {
  return /^PS005: .*search_path: ([\w.]+)\(/.exec(line)?.[1] ?? '';
}
