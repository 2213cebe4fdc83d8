import { existsSync, readFileSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { ConnectionOptions, SecureVersion } from 'node:tls';
import { SpecqlCdcError } from '../../error.js';
import type { Keyword, Parameters } from './keywords.js';

const sslModes = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'] as const;

/** Whether to encrypt, and what of the server to check, in libpq's words. */
export type SslMode = (typeof sslModes)[number];

/**
 * @param parameters - of a connection
 * @returns the mode; undefined when none is given
 * @throws SpecqlCdcError for a mode that libpq does not have either
 */
export function sslMode({ sslmode, sslrootcert }: Parameters): SslMode | undefined {
  if (sslmode === undefined) return sslrootcert === 'system' ? 'verify-full' : undefined;
  const mode = sslModes.find((known) => known === sslmode);
  if (mode === undefined) {
    throw new SpecqlCdcError(
      `sslmode cannot be ${JSON.stringify(sslmode)}`,
      `Use ${sslModes.join(', ')}. To encrypt without a check of the certificate: require.`,
    );
  }
  if (sslrootcert === 'system' && mode !== 'verify-full') {
    throw new SpecqlCdcError(
      `sslmode ${mode} is too weak for sslrootcert=system`,
      'Set sslmode to verify-full: anybody can get a certificate of a public authority.',
    );
  }
  return mode;
}

/**
 * @param parameters - of a connection
 * @param mode - not `disable`
 * @param env - says where the user's folder is
 * @returns what Node's TLS needs for the same checks as libpq's
 * @throws SpecqlCdcError when a file is missing, cannot be read, or a key can be read by others
 */
export function tlsOptions(parameters: Parameters, mode: SslMode, env: NodeJS.ProcessEnv): ConnectionOptions {
  const folder = path.join(env.HOME ?? os.homedir(), '.postgresql');
  const certificate = fileOf('sslcert', parameters.sslcert, path.join(folder, 'postgresql.crt'));
  const keyFile = parameters.sslkey ?? path.join(folder, 'postgresql.key');
  if (certificate) requirePrivate(keyFile);
  const key = certificate && fileOf('sslkey', keyFile, keyFile);
  return {
    ...authority(parameters, mode, path.join(folder, 'root.crt')),
    ...revoked(path.join(folder, 'root.crl')),
    ...(certificate && { cert: certificate }),
    ...(key && { key }),
    ...(parameters.sslpassword !== undefined && { passphrase: parameters.sslpassword }),
    ...version('minVersion', 'ssl_min_protocol_version', parameters),
    ...version('maxVersion', 'ssl_max_protocol_version', parameters),
  };
}

/** As libpq: `require` with an authority checks as `verify-ca` does. */
function authority({ sslrootcert }: Parameters, mode: SslMode, usual: string): ConnectionOptions {
  if (sslrootcert === 'system') return { rejectUnauthorized: true };
  if (mode === 'allow' || mode === 'prefer') return { rejectUnauthorized: false };
  const ca = fileOf('sslrootcert', sslrootcert, usual);
  if (ca === undefined) {
    if (mode === 'require') return { rejectUnauthorized: false };
    throw new SpecqlCdcError(
      `sslmode ${mode} needs the certificate of an authority, and ${usual} does not exist`,
      'Name it by PGSSLROOTCERT or sslrootcert=/path/to/authority.pem, or use sslrootcert=system for the public authorities.',
    );
  }
  return {
    ca,
    rejectUnauthorized: true,
    ...(mode !== 'verify-full' && { checkServerIdentity: () => undefined }),
  };
}

/** Certificates that their authority has taken back; with the list of one authority, Node wants one of each, as libpq does. */
function revoked(usual: string): ConnectionOptions {
  const crl = fileOf('sslcrl', undefined, usual);
  return crl === undefined ? {} : { crl };
}

/** A file that is not named may be absent. */
function fileOf(keyword: Keyword | 'sslcrl', named: string | undefined, usual: string): string | undefined {
  if (named === undefined && !existsSync(usual)) return undefined;
  try {
    return readFileSync(named ?? usual, 'utf8');
  } catch (error) {
    throw new SpecqlCdcError(
      `the file of ${keyword} cannot be read: ${(error as Error).message}`,
      'Check its path and who may read it.',
    );
  }
}

function requirePrivate(file: string): void {
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found || process.platform === 'win32') return;
  // A key of root may be readable by a group, as Debian's are.
  if ((found.mode & (found.uid === 0 ? 0o027 : 0o077)) === 0) return;
  throw new SpecqlCdcError(`the file of sslkey can be read by others: ${file}`, `Run: chmod 600 ${file}`);
}

const versions: SecureVersion[] = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'];

function version(option: 'minVersion' | 'maxVersion', keyword: Keyword, parameters: Parameters): ConnectionOptions {
  const given = parameters[keyword];
  if (given === undefined) return {};
  const found = versions.find((known) => known.toLowerCase() === given.toLowerCase());
  if (!found) throw new SpecqlCdcError(`${keyword} cannot be ${JSON.stringify(given)}`, `Use ${versions.join(', ')}.`);
  return { [option]: found };
}
