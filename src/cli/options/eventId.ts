import { InvalidArgumentError } from 'commander';

const largest = 2n ** 63n - 1n;

/**
 * Reads an option that names an event of a log.
 *
 * @param value - as given
 * @returns it, digits
 * @throws InvalidArgumentError when it can be no event_id
 */
export function eventId(value: string): string {
  if (!/^\d+$/.test(value) || BigInt(value) > largest) {
    throw new InvalidArgumentError('Give an event_id, a number, as dead-letters list shows it.');
  }
  return value;
}
