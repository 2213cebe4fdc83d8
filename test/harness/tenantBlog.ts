import type pg from 'pg';
import type { DatabaseFixture } from './fixture.js';

/** Two tenants, and what stands for rows of none. */
export const tenantA = 'aaaaaaaa-0000-4000-8000-000000000000';
export const tenantB = 'bbbbbbbb-0000-4000-8000-000000000000';

/** Roles that may write the blog's tables; given to it when it is made. */
export async function createBlog({ sql }: DatabaseFixture, ...writers: string[]): Promise<void> {
  await sql.query(`
    create schema blog;
    create table blog.tb_post (id uuid primary key default gen_random_uuid(), tenant_id uuid, title text);
    create table blog.tb_comment (id uuid primary key default gen_random_uuid(), tenant_id uuid, body text);
    select app.enable_audit_cascade('blog.tb_post'), app.enable_audit_cascade('blog.tb_comment')`);
  for (const writer of writers) {
    await sql.query(
      `grant usage on schema blog to ${writer}; grant select, insert, update, delete on all tables in schema blog to ${writer}`,
    );
  }
}

/** Writes a post in a mutation for the tenant, and returns its id. */
export async function publish(client: pg.Client, tenant: string | null, title: string): Promise<string> {
  await client.query('begin');
  await client.query("select app.begin_mutation('publish', $1)", [tenant]);
  const { rows } = await client.query<{ id: string }>(
    'insert into blog.tb_post (tenant_id, title) values ($1, $2) returning id',
    [tenant, title],
  );
  await client.query('select app.end_mutation()');
  await client.query('commit');
  return rows[0]?.id ?? '';
}

/** The values of the first column. */
export async function column(client: pg.Client, query: string, parameters: unknown[] = []): Promise<unknown[]> {
  const { rows } = await client.query<unknown[]>({ text: query, values: parameters, rowMode: 'array' });
  return rows.map(([value]) => value);
}

/** What each statement is answered: an SQLSTATE, or `ok`. */
export async function outcomes(client: pg.Client, statements: string[]): Promise<Record<string, string>> {
  const answers: Record<string, string> = {};
  for (const statement of statements) {
    answers[statement] = await client.query(statement).then(
      () => 'ok',
      (error: unknown) => (error as pg.DatabaseError).code ?? String(error),
    );
  }
  return answers;
}

/** The outcome that every one of the statements should have. */
export const each = (statements: string[], outcome: string): Record<string, string> =>
  Object.fromEntries(statements.map((statement) => [statement, outcome]));

/** Titles in audit rows, as this client may read them. */
export const auditedTitles = (client: pg.Client) =>
  column(client, "select distinct coalesce(new_values, old_values) ->> 'title' from app.audit_post order by 1");
