import { InvalidArgumentError } from 'commander';
import { longestPause } from '../pause.js';

const longest = Math.floor(longestPause / 1000);

/**
 * Reads an option that is a time between two runs.
 *
 * @param value - as given
 * @returns the seconds
 * @throws InvalidArgumentError when it cannot be waited for
 */
export function seconds(value: string): number {
  const number = /^\d+$/.test(value) ? Number(value) : 0;
  if (number < 1 || number > longest) throw new InvalidArgumentError(`Give a number of seconds: 1 to ${longest}.`);
  return number;
}
