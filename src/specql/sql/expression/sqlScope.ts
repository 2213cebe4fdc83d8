import type { Entity } from '../../syntax/entity.js';
import type { Inputs } from '../action/inputs.js';
import type { Model } from '../model.js';
import type { Sql } from '../text/sql.js';

/** A row at hand: an alias of a query, or a variable. */
export interface Row {
  readonly entity: Entity;
  readonly sql: Sql;
}

/** What the names of an expression mean where it stands. */
export interface SqlScope {
  readonly model: Model;
  readonly inputs: Inputs;
  /** Whose fields bare names are; without a row they are those of the payload, as before an insert. */
  readonly row: Row | undefined;
  /** Rows that steps have named. */
  readonly named: ReadonlyMap<string, Row>;
  /** Its schema is the one of entities without a schema. */
  readonly acting: Entity;
}
