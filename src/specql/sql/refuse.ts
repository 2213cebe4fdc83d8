import { SpecqlCdcError } from '../../error.js';
import type { Position } from '../syntax/position.js';

/**
 * @param position - what cannot be written as SQL
 * @param message - why
 * @param hint - what to do about it
 * @throws SpecqlCdcError always, its message begins with `file:line:column`
 */
export function refuse({ file, line, column }: Position, message: string, hint: string): never {
  throw new SpecqlCdcError(`${file}:${line}:${column}: ${message}`, hint);
}

/**
 * Runs work on one part of an entity file, so that an error tells the position.
 *
 * @param position - of the part
 * @param work - what to do
 * @returns what it returned
 * @throws SpecqlCdcError of the work, with the position unless it has one
 */
export function at<Result>(position: Position, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof SpecqlCdcError) || /:\d+:\d+: /.test(error.message)) throw error;
    return refuse(position, error.message, error.hint);
  }
}
