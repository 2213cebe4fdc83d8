import { SpecqlCdcError } from '../../error.js';
import { onlyFollowed, type Parameters } from './keywords.js';

const form = /^postgres(?:ql)?:\/\/(?:([^@/?#]*)@)?([^@/?#]*)(?:\/([^@?#]*))?(?:\?([^#]*))?$/;
const place = /^(\[[^\]]*\]|[^:,[\]]*)(?::(\d*))?$/;

/**
 * @param url - `postgresql://user:password@host:port/database?keyword=value`; a socket folder as host is written %2Fvar%2Frun or `?host=/var/run`
 * @returns its settings
 * @throws SpecqlCdcError when it cannot be used; the URL is not in it, as it may hold a password
 */
export function fromUrl(url: string): Parameters {
  if (!/^postgres(ql)?:\/\//.test(url)) throw unusable('it must start with postgresql://');
  // An @ beyond the host: a password with an unencoded / ? or #, whose rest would be taken, and shown, for the name of the database.
  if (/:\/\/[^/?#]*[/?#].*@/.test(url)) throw unusable('it has an @ behind the host');
  const [, account = '', hostspec = '', dbname = '', query = ''] = form.exec(url) ?? [undefined];
  if (!form.test(url)) throw unusable('it has a character that must be percent-encoded');
  if (hostspec.includes(',')) throw unusable('it names several hosts, which is not supported');
  const found = place.exec(hostspec);
  if (!found) throw unusable('its host or port cannot be read');
  const [, host = '', port = ''] = found;
  const colon = account.includes(':') ? account.indexOf(':') : account.length;
  const parts = { user: account.slice(0, colon), password: account.slice(colon + 1), host: bare(host), port, dbname };
  const settings = query === '' ? [] : query.split('&').map(pair);
  try {
    const decoded = Object.entries(parts).map(([keyword, value]) => decode([keyword, value]));
    return onlyFollowed([...decoded, ...settings.map(decode).flatMap(jdbc)], 'the connection URL');
  } catch (error) {
    if (error instanceof URIError) throw unusable('it has a % that begins no character');
    throw error;
  }
}

const bare = (host: string) => host.replace(/^\[(.*)\]$/, '$1');

function pair(text: string): [string, string] {
  const [keyword = '', ...value] = text.split('=');
  return [keyword, value.join('=')];
}

const decode = ([keyword, value]: [string, string]): [string, string] => [
  decodeURIComponent(keyword),
  decodeURIComponent(value),
];

/** As libpq takes it from drivers of Java. */
const jdbc = ([keyword, value]: [string, string]): [string, string][] =>
  keyword === 'ssl' && value === 'true' ? [['sslmode', 'require']] : [[keyword, value]];

const unusable = (reason: string) =>
  new SpecqlCdcError(
    `the connection URL cannot be used: ${reason}`,
    'Write postgresql://user:password@host:port/database, with special characters in it percent-encoded (/ is %2F, @ is %40, # is %23).',
  );
