import process from 'node:process';
import type pg from 'pg';
import { SpecqlCdcError } from '../../error.js';
import { fromEnvironment, type Parameters } from './keywords.js';
import { fromService } from './serviceFile.js';
import { sslMode, tlsOptions, type SslMode } from './tls.js';
import { fromUrl } from './url.js';

/** How to reach a server, but for TLS. */
export interface ConnectionSettings {
  config: pg.ClientConfig;
  /** Undefined when nobody chose one, and for a socket, which has no TLS. */
  mode: SslMode | undefined;
  isSocket: boolean;
  /** TLS for a mode; reads the files it needs. */
  tls: (mode: SslMode) => pg.ClientConfig['ssl'];
}

/**
 * Finds out how to connect as libpq does: what is given first, then the service, then the PG* environment.
 *
 * @param given - a connection URL, or fields of pg; the URL wins
 * @returns the settings
 * @throws SpecqlCdcError for a setting that is unknown, not supported or cannot be used
 */
export function connectionSettings(
  given: Pick<pg.ClientConfig, 'connectionString' | 'host' | 'port' | 'database' | 'user'>,
): ConnectionSettings {
  const { env } = process;
  const fields: Parameters = {
    ...(given.host && { host: given.host }),
    ...(given.port && { port: String(given.port) }),
    ...(given.database && { dbname: given.database }),
    ...(given.user && { user: given.user }),
  };
  const explicit = { ...fields, ...(given.connectionString && fromUrl(given.connectionString)) };
  const environment = fromEnvironment(env);
  const service = explicit.service ?? environment.service;
  const all = { ...environment, ...(service !== undefined && fromService(service, env)), ...explicit };
  const mode = sslMode(all);
  requireStrong(all.sslnegotiation, mode ?? 'prefer');
  const isSocket = all.host?.startsWith('/') ?? false;
  return {
    config: configOf(all),
    // Checked for a socket too: a misspelt mode is a mistake everywhere.
    mode: isSocket ? undefined : mode,
    isSocket,
    tls: (wanted) => (wanted === 'disable' || isSocket ? false : tlsOptions(all, wanted, env)),
  };
}

function configOf(all: Parameters): pg.ClientConfig {
  if (all.host?.includes(',')) {
    throw new SpecqlCdcError('several hosts are not supported', 'Name one host, as in PGHOST=db.example.org.');
  }
  const { host, dbname: database, user, password, options, sslnegotiation } = all;
  return {
    ...(host && { host }),
    ...(all.port && { port: wholeNumber('port', all.port, 1, 65_535) }),
    ...(database && { database }),
    ...(user && { user }),
    ...(password && { password }),
    ...(options && { options }),
    ...(sslnegotiation && { sslnegotiation: negotiation(sslnegotiation) }),
    ...(all.application_name && { application_name: all.application_name }),
    ...(all.fallback_application_name && { fallback_application_name: all.fallback_application_name }),
    ...(all.connect_timeout && { connectionTimeoutMillis: 1000 * timeoutSeconds(all.connect_timeout) }),
  };
}

/** As in libpq, zero or less waits without an end. */
const timeoutSeconds = (given: string) => Math.max(0, wholeNumber('connect_timeout', given, -1, 2_000_000));

/** As libpq: who begins by TLS cannot go on without it. */
function requireStrong(sslnegotiation: string | undefined, mode: SslMode): void {
  if (sslnegotiation !== 'direct' || !['disable', 'allow', 'prefer'].includes(mode)) return;
  throw new SpecqlCdcError(
    `sslmode ${mode} is too weak for sslnegotiation=direct`,
    'Set sslmode to require, verify-ca or verify-full.',
  );
}

function negotiation(given: string): 'postgres' | 'direct' {
  if (given === 'postgres' || given === 'direct') return given;
  throw new SpecqlCdcError(`sslnegotiation cannot be ${JSON.stringify(given)}`, 'Use postgres or direct.');
}

function wholeNumber(keyword: string, text: string, min: number, max: number): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= min && number <= max) return number;
  throw new SpecqlCdcError(
    `connection setting ${keyword} cannot be ${JSON.stringify(text)}`,
    `Give a whole number from ${min} to ${max}.`,
  );
}
