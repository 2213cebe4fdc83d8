import type pg from 'pg';
import { SpecqlCdcError } from '../error.js';
import { connectionSettings } from './settings/connectionSettings.js';

/**
 * The configuration of a pool, or of a client that connects again and again. Where nobody says how, it connects without TLS.
 *
 * @param options - of pg; a connection URL, a service and the PG* environment are read as libpq does. A field that is given wins over the last two
 * @returns options with everything that says how to connect in fields of pg
 * @throws SpecqlCdcError for a setting that is unknown, not supported or cannot be used
 */
export function poolConfig<Options extends pg.PoolConfig>(options: Options): Options & pg.PoolConfig {
  const { connectionString, ...given } = options;
  const { config, mode, tls } = connectionSettings(options);
  const { host, port, database, user, ...others } = config;
  const place = { host, port, database, user };
  const password = connectionString ? config.password : (given.password ?? config.password);
  return {
    ...others,
    ...given,
    ...Object.fromEntries(Object.entries({ ...place, password }).filter(([, value]) => value !== undefined)),
    ssl: given.ssl ?? (mode === undefined ? false : tls(strict(mode))),
  } as Options & pg.PoolConfig;
}

/** A pool connects at any time, so it cannot ask first what the server offers. */
function strict<Mode extends string>(mode: Mode): Mode {
  if (mode === 'prefer' || mode === 'allow') {
    throw new SpecqlCdcError(
      `sslmode ${mode} is not supported for a consumer`,
      'Set it to verify-full, verify-ca or require where the server has TLS, and to disable where it has none.',
    );
  }
  return mode;
}
