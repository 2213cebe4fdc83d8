/** An entity that the mutation created or changed. */
export interface CascadeUpdated {
  __typename: string;
  /** The key as text; an object's text for a composite key. */
  id: string;
  operation: 'CREATED' | 'UPDATED';
  /** The row after the mutation. */
  entity: unknown;
}

/** An entity that the mutation deleted, be it softly. */
export interface CascadeDeleted {
  __typename: string;
  id: string;
  operation: 'DELETED';
  deletedAt: string;
}

/** A query whose cached results are stale after the mutation. */
export interface CascadeInvalidation {
  queryName: string;
  strategy?: string;
  scope?: string;
  [detail: string]: unknown;
}

/** Everything a mutation changed, in the shape of the GraphQL Cascade specification. */
export interface CascadeDocument {
  updated: CascadeUpdated[];
  deleted: CascadeDeleted[];
  invalidations: CascadeInvalidation[];
  metadata: {
    timestamp: string;
    transactionId: string;
    /** 0: nothing changed; 1: only the primary entity did; 2: others with it. */
    depth: number;
    /** Entities created, updated or deleted, those left out included. */
    affectedCount: number;
    /** How many entries were left out, when a limit was reached. */
    truncated?: { updated: number; deleted: number };
  };
}
