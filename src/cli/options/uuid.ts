import { InvalidArgumentError } from 'commander';

/**
 * Reads an option that is a uuid.
 *
 * @param value - in any form that PostgreSQL takes
 * @returns it in the form that PostgreSQL prints
 * @throws InvalidArgumentError when it is none
 */
export function uuid(value: string): string {
  const digits = value
    .replace(/^\{(.*)\}$/, '$1')
    .replaceAll('-', '')
    .toLowerCase();
  if (!/^[0-9a-f]{32}$/.test(digits)) {
    throw new InvalidArgumentError('Give a uuid, as in 0190d7f0-5a3c-7c3e-9d57-4f2f5a1c9b11.');
  }
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
