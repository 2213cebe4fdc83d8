import { SpecqlCdcError } from '../../error.js';

/** Values of connection settings by libpq's keyword, as in `sslmode`. */
export type Parameters = Partial<Record<Keyword, string>>;

/** libpq's keywords that this library follows, and the variable of each; undefined for a keyword without one. */
const followed = {
  host: 'PGHOST',
  port: 'PGPORT',
  dbname: 'PGDATABASE',
  user: 'PGUSER',
  password: 'PGPASSWORD',
  service: 'PGSERVICE',
  sslmode: 'PGSSLMODE',
  sslnegotiation: 'PGSSLNEGOTIATION',
  sslrootcert: 'PGSSLROOTCERT',
  sslcert: 'PGSSLCERT',
  sslkey: 'PGSSLKEY',
  sslpassword: undefined,
  ssl_min_protocol_version: 'PGSSLMINPROTOCOLVERSION',
  ssl_max_protocol_version: 'PGSSLMAXPROTOCOLVERSION',
  connect_timeout: 'PGCONNECT_TIMEOUT',
  options: 'PGOPTIONS',
  application_name: 'PGAPPNAME',
  fallback_application_name: undefined,
} satisfies Record<string, string | undefined>;

/** A keyword that is followed. */
export type Keyword = keyof typeof followed;

/** Keywords that are not followed: their variable, and the values that ask for nothing but what is done anyway. */
const notFollowed: Record<string, [variable: string | undefined, harmless: string[]]> = {
  hostaddr: ['PGHOSTADDR', []],
  passfile: [undefined, []],
  require_auth: ['PGREQUIREAUTH', []],
  requirepeer: ['PGREQUIREPEER', []],
  channel_binding: ['PGCHANNELBINDING', ['prefer', 'disable']],
  gssencmode: ['PGGSSENCMODE', ['prefer', 'disable']],
  sslcertmode: ['PGSSLCERTMODE', ['allow']],
  sslcrl: ['PGSSLCRL', []],
  sslcrldir: ['PGSSLCRLDIR', []],
  sslsni: ['PGSSLSNI', ['1']],
  sslcompression: ['PGSSLCOMPRESSION', ['0']],
  target_session_attrs: ['PGTARGETSESSIONATTRS', ['any']],
  load_balance_hosts: ['PGLOADBALANCEHOSTS', ['disable']],
  min_protocol_version: ['PGMINPROTOCOLVERSION', ['3.0']],
  max_protocol_version: ['PGMAXPROTOCOLVERSION', ['3.0', 'latest']],
  client_encoding: ['PGCLIENTENCODING', ['utf8', 'utf-8', 'unicode', 'auto']],
};

/**
 * Refuses a setting that is unknown or not supported: to ignore one, as a misspelt `sslmode`, may be to connect without TLS.
 *
 * @param given - keyword and value
 * @param where - the place of the settings, as in `the connection URL`
 * @returns the settings that are followed; empty values are those of libpq: not given
 * @throws SpecqlCdcError for any other
 */
export function onlyFollowed(given: Iterable<[keyword: string, value: string]>, where: string): Parameters {
  const parameters: Parameters = {};
  for (const [keyword, value] of given) {
    if (Object.hasOwn(followed, keyword)) {
      if (value !== '') parameters[keyword as Keyword] = value;
    } else {
      requireHarmless(keyword, value, where);
    }
  }
  return parameters;
}

/**
 * @param env - the environment
 * @returns the settings of the PG* variables
 * @throws SpecqlCdcError for a variable that asks for something this library does not do
 */
export function fromEnvironment(env: NodeJS.ProcessEnv): Parameters {
  for (const [keyword, [variable]] of Object.entries(notFollowed)) {
    const value = variable === undefined ? undefined : env[variable];
    if (value) requireHarmless(keyword, value, `the environment (${String(variable)})`);
  }
  const given = Object.entries(followed).map(([keyword, variable]): [string, string] => [
    keyword,
    variable === undefined ? '' : (env[variable] ?? ''),
  ]);
  const parameters = onlyFollowed(given, 'the environment');
  // An old variable that libpq still reads.
  return env.PGREQUIRESSL?.startsWith('1') ? { sslmode: 'require', ...parameters } : parameters;
}

function requireHarmless(keyword: string, value: string, where: string): void {
  const known = Object.hasOwn(notFollowed, keyword) ? notFollowed[keyword] : undefined;
  if (known?.[1].includes(value.toLowerCase())) return;
  throw new SpecqlCdcError(
    known
      ? `connection setting ${keyword} in ${where} is not supported`
      : `connection setting ${JSON.stringify(keyword)} in ${where} is unknown`,
    keyword === 'passfile'
      ? 'Name the password file by PGPASSFILE.'
      : `Remove it. The settings are ${Object.keys(followed).join(', ')}.`,
  );
}
