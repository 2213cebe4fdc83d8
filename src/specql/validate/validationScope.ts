import type { Entity } from '../syntax/entity.js';
import type { Catalogue } from './catalogue.js';

/** What names mean where an expression stands. */
export interface ValidationScope {
  readonly catalogue: Catalogue;
  /** Whose action it is. */
  readonly acting: Entity;
  /** Whose fields bare names are. */
  readonly row: Entity;
  /** Rows that earlier steps have named. */
  readonly rows: ReadonlyMap<string, Entity>;
}
