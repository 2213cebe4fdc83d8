import { existsSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { SpecqlCdcError } from '../../error.js';
import { onlyFollowed, type Parameters } from './keywords.js';

/**
 * Reads a service from PGSERVICEFILE or ~/.pg_service.conf, else from pg_service.conf in PGSYSCONFDIR, as libpq does.
 *
 * @param service - its name
 * @param env - the environment
 * @returns its settings
 * @throws SpecqlCdcError when no file has it, or a line cannot be used
 */
export function fromService(service: string, env: NodeJS.ProcessEnv): Parameters {
  const own = env.PGSERVICEFILE ?? path.join(env.HOME ?? os.homedir(), '.pg_service.conf');
  const shared = env.PGSYSCONFDIR === undefined ? [] : [path.join(env.PGSYSCONFDIR, 'pg_service.conf')];
  for (const file of [own, ...shared].filter((candidate) => existsSync(candidate))) {
    const lines = section(readFileSync(file, 'utf8'), service);
    if (lines)
      return onlyFollowed(
        lines.map((line) => setting(line, file)),
        `service ${service} of ${file}`,
      );
  }
  throw new SpecqlCdcError(
    `connection service ${JSON.stringify(service)} is not defined`,
    `Define [${service}] in ${[own, ...shared].join(' or ')}, or name another one by PGSERVICE.`,
  );
}

/** The lines below `[service]`, without comments. */
function section(text: string, service: string): string[] | undefined {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const start = lines.indexOf(`[${service}]`);
  if (start === -1) return undefined;
  const end = lines.findIndex((line, number) => number > start && line.startsWith('['));
  return lines.slice(start + 1, end === -1 ? undefined : end).filter((line) => line !== '' && !line.startsWith('#'));
}

function setting(line: string, file: string): [string, string] {
  const [keyword = '', ...value] = line.split('=');
  if (value.length === 0 || keyword === 'service') {
    throw new SpecqlCdcError(
      `${file} has a line that is no setting`,
      'Write keyword=value, as in host=db.example.org.',
    );
  }
  return [keyword, value.join('=')];
}
