import type pg from 'pg';
import { transaction, value } from './query.js';

/** A cascade document, as `app.end_mutation` returns it. */
export interface Cascade {
  updated: { __typename: string; id: string; operation: string; entity: Record<string, unknown> }[];
  deleted: { __typename: string; id: string; operation: string; deletedAt: string }[];
  invalidations: Record<string, unknown>[];
  metadata: { timestamp: string; transactionId: string; depth: number; affectedCount: number; truncated?: object };
}

/** Ids to write into statements. */
export const [ada, bob] = ['aaaaaaaa-0000-4000-8000-000000000001', 'bbbbbbbb-0000-4000-8000-000000000002'] as const;
export const [hello, news] = ['cccccccc-0000-4000-8000-000000000003', 'dddddddd-0000-4000-8000-000000000004'] as const;

/**
 * Creates three audited tables: users and posts with uuid ids and soft deletion, comments with an integer key.
 *
 * @param sql - connection of the owner
 */
export async function createBlog(sql: pg.ClientBase): Promise<void> {
  await sql.query(`
    create table public.tb_user (
      id uuid primary key default gen_random_uuid(), name text, post_count integer not null default 0, deleted_at timestamptz);
    create table public.tb_post (
      id uuid primary key default gen_random_uuid(), user_id uuid references public.tb_user on delete cascade,
      title text, tenant_id uuid, deleted_at timestamptz);
    create table public.tb_comment (
      pk_comment integer primary key, post_id uuid references public.tb_post on delete cascade, body text);
    select app.enable_audit_cascade(t) from unnest(array['public.tb_user', 'public.tb_post', 'public.tb_comment']::regclass[]) t`);
}

/**
 * Runs statements as one mutation, in a transaction of its own.
 *
 * @param sql - a connection
 * @param statements - what the mutation does
 * @param source - its name
 * @returns its cascade
 */
export function mutate(sql: pg.ClientBase, statements: string, source = 'change_blog'): Promise<Cascade> {
  return transaction(sql, async () => {
    await sql.query('select app.begin_mutation($1)', [source]);
    await sql.query(statements);
    return end(sql);
  });
}

/**
 * @param sql - a connection with a running mutation
 * @param invalidations - passed to `app.end_mutation`
 * @returns the cascade; null at the end of a nested mutation
 */
export async function end(sql: pg.ClientBase, invalidations: unknown = null): Promise<Cascade> {
  return (await value(sql, 'select app.end_mutation($1)', [invalidations && JSON.stringify(invalidations)])) as Cascade;
}
