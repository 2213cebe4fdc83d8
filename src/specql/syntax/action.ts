import type { Expression } from './expression.js';
import type { Position } from './position.js';

/** One action: an inner function in the entity's schema and its `app.` wrapper. */
export interface Action {
  /** snake_case, as in `create_post`. */
  readonly name: string;
  readonly description?: string;
  readonly steps: readonly Step[];
  readonly impact?: Impact;
  readonly cdc?: EventOptions;
  readonly position: Position;
}

/** A reference to an entity by name; the schema is the acting entity's own when it was not written. */
export interface EntityName {
  readonly schema: string;
  readonly entity: string;
  readonly position: Position;
}

export interface Assignment {
  readonly field: string;
  readonly value: Expression;
  readonly position: Position;
}

export type Step =
  | {
      readonly kind: 'validate';
      readonly condition: Expression;
      readonly error: string;
      readonly message?: string;
      readonly position: Position;
    }
  | {
      readonly kind: 'if';
      readonly condition: Expression;
      readonly then: readonly Step[];
      readonly else: readonly Step[];
      readonly position: Position;
    }
  /** `set` empty: every field of the payload that the entity knows. */
  | {
      readonly kind: 'insert';
      readonly entity: EntityName;
      readonly set: readonly Assignment[];
      readonly as?: string;
      readonly position: Position;
    }
  /** `where` absent: the row named by `input.id`. `set` empty: as insert. */
  | {
      readonly kind: 'update';
      readonly entity: EntityName;
      readonly set: readonly Assignment[];
      readonly where?: Expression;
      readonly position: Position;
    }
  | {
      readonly kind: 'delete';
      readonly entity: EntityName;
      readonly where?: Expression;
      readonly hard: boolean;
      readonly position: Position;
    }
  /** Locks the one row that `where` finds and names it; none is the error `error`. */
  | {
      readonly kind: 'find';
      readonly entity: EntityName;
      readonly where?: Expression;
      readonly as: string;
      readonly error: string;
      readonly position: Position;
    }
  /** Calls another action, of this entity or of `schema.`, in the same mutation. */
  | {
      readonly kind: 'call';
      readonly schema: string;
      readonly action: string;
      readonly arguments: readonly Assignment[];
      readonly position: Position;
    }
  | { readonly kind: 'refreshTableView'; readonly entity: EntityName; readonly position: Position }
  /** A notification on a channel when the transaction commits. */
  | { readonly kind: 'notify'; readonly channel: string; readonly payload?: Expression; readonly position: Position }
  | { readonly kind: 'reject'; readonly error: string; readonly message?: string; readonly position: Position };

export type Operation = 'CREATE' | 'UPDATE' | 'DELETE';

export interface EntityImpact {
  readonly entity: EntityName;
  readonly operation: Operation;
  readonly fields: readonly string[];
}

export interface Impact {
  readonly primary: EntityImpact;
  readonly sideEffects: readonly EntityImpact[];
  readonly cacheInvalidations: readonly CacheInvalidation[];
  readonly position: Position;
}

export interface CacheInvalidation {
  readonly query: string;
  readonly filter?: Readonly<Record<string, unknown>>;
  readonly strategy: 'REFETCH' | 'EVICT' | 'UPDATE';
  readonly reason?: string;
  readonly position: Position;
}

export interface EventOptions {
  readonly enabled: boolean;
  /** As written, or inferred: PostCreated, PostUpdated, PostDeleted, else PascalCase of the action. */
  readonly eventType: string;
  readonly includeCascade: boolean;
  readonly includePayload: boolean;
  readonly partitionKey?: Expression;
  readonly position: Position;
}
