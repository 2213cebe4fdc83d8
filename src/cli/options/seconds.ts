import { InvalidArgumentError } from 'commander';
import { maxPauseMs } from '../../pause.js';

const maxSeconds = Math.floor(maxPauseMs / 1000);

/**
 * Reads an option that is a time between two runs.
 *
 * @param value - as given
 * @returns the seconds
 * @throws InvalidArgumentError when it cannot be waited for
 */
export function seconds(value: string): number {
  const number = /^\d+$/.test(value) ? Number(value) : 0;
  if (number < 1 || number > maxSeconds)
    throw new InvalidArgumentError(`Give a number of seconds: 1 to ${maxSeconds}.`);
  return number;
}
