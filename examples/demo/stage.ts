import type pg from 'pg';
import type { CascadeDocument } from '../../src/index.js';
import type { TestDatabase } from '../../build/server/databases.js';

/** The two customers of the blog platform. */
export const tenants = {
  acme: '11111111-1111-4111-8111-111111111111',
  globex: '22222222-2222-4222-8222-222222222222',
};

/** The person at Acme whose requests the demo runs. */
export const ann = 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa';

/** What the scenes share: the database, and what earlier scenes made. */
export interface Stage {
  database: TestDatabase;
  sql: pg.Client;
  /** Id of the post the story is about. */
  postId: string;
  authorId: string;
  /** Cascade of the mutation that created it. */
  cascade?: CascadeDocument;
}

/** One part of the story. */
export type Scene = (stage: Stage) => Promise<void>;
