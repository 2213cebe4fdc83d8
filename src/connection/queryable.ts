import type pg from 'pg';

/** A client or a pool: whatever runs one statement. */
export type Queryable = Pick<pg.ClientBase, 'query'> | Pick<pg.Pool, 'query'>;
