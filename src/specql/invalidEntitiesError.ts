import { SpecqlCdcError } from '../error.js';
import type { Diagnostic } from './diagnostic.js';

/** Entity files that cannot be used. */
export class InvalidEntitiesError extends SpecqlCdcError {
  /** @param diagnostics - what is wrong, at least one */
  constructor(readonly diagnostics: readonly Diagnostic[]) {
    const count = diagnostics.length === 1 ? '1 problem' : `${diagnostics.length} problems`;
    super(`${count} in the entity files`, 'docs/features/SPECQL.md explains the language.');
  }
}
