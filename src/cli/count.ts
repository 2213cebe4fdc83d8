import { InvalidArgumentError } from 'commander';

/**
 * Reads an option that is a number of rows.
 *
 * @param value - as given
 * @returns the number
 * @throws InvalidArgumentError when it is none
 */
export function count(value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new InvalidArgumentError('Give a number of rows: 0 or more.');
  return Number(value);
}
