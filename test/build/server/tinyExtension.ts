import { controlFile } from '../../../build/control.js';

/**
 * A small specql_cdc, for tests of the harness that the real one should not be able to break.
 *
 * @param version - its version
 * @param sql - its install script
 * @returns file name to text
 */
export function tinyExtension(version = '1.0', sql = 'create table app.note (body text);'): Map<string, string> {
  return new Map([
    ['specql_cdc.control', controlFile({ version, comment: 'A test' })],
    [`specql_cdc--${version}.sql`, sql],
  ]);
}
