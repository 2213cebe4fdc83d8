import type pg from 'pg';
import { SpecqlCdcError } from '../error.js';

const checkServer =
  'Check that the server runs and takes connections there. Name another one by --database-url, DATABASE_URL, or PGHOST and PGPORT.';
const checkPassword = 'Check user and password: PGUSER and PGPASSWORD, ~/.pgpass, or the URL.';
const trust =
  "The server's certificate is not signed by the authority that is trusted: name another one by PGSSLROOTCERT or sslrootcert=/path/to/authority.pem.";
const otherName =
  "The server's certificate is for another host: connect by a name that it has. To check its authority only, set sslmode to verify-ca.";

/** What to do about an error code of the server or of the network, where the error itself does not say. */
const remedies = new Map([
  ['28P01', checkPassword],
  ['SELF_SIGNED_CERT_IN_CHAIN', trust],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', trust],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', trust],
  ['ERR_TLS_CERT_ALTNAME_INVALID', otherName],
  ['28000', 'The server does not let this user in from here: check the user, and pg_hba.conf on the server.'],
  ['3D000', 'Check the name (--database-url, DATABASE_URL or PGDATABASE), or create the database first.'],
  ['42501', 'Ask the owner of the database for the CONNECT right.'],
  ['53300', 'Wait until others disconnect, or raise max_connections.'],
  ['57P03', 'Wait until the server has started.'],
  ['ENOTFOUND', 'Check the name of the host (--database-url, DATABASE_URL or PGHOST).'],
]);

/**
 * @param error - what `connect` rejected with
 * @param client - the client that tried
 * @returns the same in words of ours: where it tried, why it failed, what to do; the password is not in it
 */
export function connectionFailure(error: unknown, client: pg.Client): SpecqlCdcError {
  const { message, code = '' } = error as Error & { code?: string };
  const { host, port, database, user } = client;
  const target = ['cannot connect to', database && `database ${database} at`, `${host}:${port}`, user && `as ${user}`]
    .filter(Boolean)
    .join(' ');
  // Several addresses of one host fail as an AggregateError without a message.
  const reason = message || code;
  if (reason.includes('client password must be a'))
    return new SpecqlCdcError(`${target}: it asks for a password`, checkPassword);
  return new SpecqlCdcError(`${target}: ${reason}`, remedies.get(code) ?? checkServer);
}
