import type pg from 'pg';
import { expect } from 'vitest';
import { column, value } from '../../harness/query.js';
import { failure } from '../../harness/events.js';
import { test } from '../../harness/fixture.js';

/** Ends transactions until the session has one of this id, in which it runs the statement; undefined when another session took the id. */
async function runIn(session: pg.ClientBase, id: bigint, statement: string): Promise<pg.DatabaseError | undefined> {
  for (;;) {
    await session.query('begin');
    const now = BigInt((await value(session, 'select pg_current_xact_id()::text')) as string);
    const refused = now === id ? await failure(session.query(statement)) : undefined;
    await session.query('rollback');
    if (now >= id) return refused;
  }
}

const comment = (id: bigint) => `claimed for specql_cdc in transaction ${id}`;

test('who owned a table cannot have claimed it for a later transaction', async ({ db }) => {
  const [former, owner] = [await db.createRole('former'), await db.createRole('owner')];
  await db.sql.query('select app.grant_administrator($1), app.grant_administrator($2)', [former, owner]);
  await db.asAdmin(`create schema a authorization ${former}; grant usage on schema a to ${owner}`);
  const session = await db.connect(former);
  await session.query(`create table a.tb_t (id uuid primary key, v text); select app.enable_audit_cascade('a.tb_t')`);
  const enabling = await db.connect(owner);
  const forged = `select app.write_baseline_rows('a.tb_t', array[null]::jsonb[],
    array['{"id": "00000000-0000-4000-8000-000000000001", "v": "forged"}']::jsonb[])`;
  let refused: pg.DatabaseError | undefined;
  // Other tests of the server use ids too.
  while (!refused) {
    const id = BigInt((await value(session, 'select pg_current_xact_id()::text')) as string) + 60n;
    await session.query(`comment on table a.tb_t is '${comment(id)}'`);
    await db.asAdmin(`alter table a.tb_t owner to ${owner}`);
    await enabling.query(`select app.enable_audit_cascade('a.tb_t')`);
    refused = await runIn(session, id, forged);
    await db.asAdmin(`alter table a.tb_t owner to ${former}`);
  }
  expect(refused).toMatchObject({ code: '42501' });
  expect(await column(db.sql, 'select new_values from app.audit_t')).toEqual([]);
});

test('a claim is of one table and one transaction, and its text tells nothing of the next', async ({ db }) => {
  await db.sql.query('create table public.tb_a (id uuid primary key); create table public.tb_b (id uuid primary key)');
  const texts = await column(
    db.sql,
    `select app.claim_text(t) from unnest(array['tb_a', 'tb_a', 'tb_b']::regclass[]) with ordinality u (t, n) order by n`,
  );
  expect(texts[1]).toBe(texts[0]);
  expect(new Set([...texts, await value(db.sql, `select app.claim_text('tb_a')`)])).toHaveLength(3);
});
