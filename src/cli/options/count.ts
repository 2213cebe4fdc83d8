import { InvalidArgumentError } from 'commander';

/**
 * Reads an option that is a number of something.
 *
 * @param what - it counts
 * @returns what takes the text as given to the number, and throws InvalidArgumentError when it is none
 */
export const count =
  (what: string) =>
  (value: string): number => {
    if (!/^\d{1,9}$/.test(value)) throw new InvalidArgumentError(`Give a number of ${what}: 0 to 999999999.`);
    return Number(value);
  };
