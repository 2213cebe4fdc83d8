import { expect } from 'vitest';
import type pg from 'pg';
import { test, type DatabaseFixture } from '../../harness/fixture.js';
import { column, createBlog, tenantA, tenantB } from '../../harness/tenantBlog.js';

const secret = `set local app.cascade_data = '{"updated": [{"__typename": "Post", "secret": true}]}'`;
const writeA = `insert into blog.tb_post (tenant_id, title) values ('${tenantA}', 'of A')`;
const writeB = `insert into blog.tb_post (tenant_id, title) values ('${tenantB}', 'of B')`;
const paths = [
  'select a::text from app.audit_post a',
  'select a::text from app.audit_comment a',
  'select m::text from app.mutation m',
  'select e::text from app.mutation_entity e',
  'select v::text from app.v_post_recent_cascade_mutations v',
  "select h::text from app.get_mutations_affecting_entity('Post') h",
];

async function readers(db: DatabaseFixture): Promise<Record<'a' | 'b' | 'both', pg.Client>> {
  const [a, b, both] = [await db.createRole('a'), await db.createRole('b'), await db.createRole('both')];
  await db.sql.query(
    `select app.grant_reader($1, '{${tenantA}}'), app.grant_reader($2, '{${tenantB}}'), app.grant_reader($3, '{${tenantA},${tenantB}}')`,
    [a, b, both],
  );
  return { a: await db.connect(a), b: await db.connect(b), both: await db.connect(both) };
}

async function secretsOf(reader: pg.Client): Promise<unknown[]> {
  const found = [];
  for (const path of paths)
    found.push(...(await column(reader, `select s from (${path}) p (s) where s like '%secret%'`)));
  return found;
}

for (const [what, statements] of Object.entries({
  'of A on rows of B': `set local app.tenant_id = '${tenantA}'; ${secret}; ${writeB}`,
  'of statements for A, then B': `${secret}; ${writeA}; ${writeB}`,
  'of a statement for both': `${secret}; ${writeA.replace("'of A')", `'of A'), ('${tenantB}', 'of B')`)}`,
  'of two tables': `${secret}; ${writeA}; ${writeB.replace('tb_post', 'tb_comment').replace('title', 'body')}`,
  'of a row that moves from A to B': `${writeA}; ${secret}; update blog.tb_post set tenant_id = '${tenantB}'`,
  'in a mutation that does not end': `select app.begin_mutation('never'); ${secret}; ${writeA}; ${writeB}`,
  'in a mutation that ends': `select app.begin_mutation('ends'); ${secret}; ${writeA}; ${writeB}; select app.end_mutation()`,
  'whose list of tenants was cleared': `${secret}; ${writeA}; set local app.given_mutation = ''; ${writeA}; ${writeB}`,
})) {
  test(`a given cascade ${what} is shown to readers of both tenants only`, async ({ db }) => {
    await createBlog(db);
    const { a, b, both } = await readers(db);
    await db.sql.query(`begin; ${statements}; commit`);
    if (!what.includes('cleared')) expect(await secretsOf(a)).toEqual([]);
    expect(await secretsOf(b)).toEqual([]);
    const shown = 'select cascade_data::text from app.v_post_recent_cascade_mutations';
    expect(String(await column(both, shown))).toContain('secret');
    const history = `select h.cascade_data::text from app.audit_post a, app.get_post_audit_history_with_cascade(a.entity_id) h`;
    expect(String(await column(both, history))).toContain('secret');
  });
}

test('a given cascade of one tenant is stored in each row, and marked as given', async ({ db }) => {
  await createBlog(db);
  const { a } = await readers(db);
  await db.sql.query(`begin; ${secret}; ${writeA}; ${writeA}; commit`);
  await db.sql.query(`begin; select app.begin_mutation('collected'); ${writeA}; select app.end_mutation(); commit`);
  expect(await column(a, 'select cascade_data is not null from app.audit_post order by changed_at')).toEqual([
    true,
    true,
    false,
  ]);
  expect(await column(a, 'select given from app.mutation order by ended_at')).toEqual([true, false]);
});

/** A cascade of so many bytes. */
const large = (bytes: number) =>
  `select set_config('app.cascade_data', '{"s":"' || repeat('x', ${bytes} - 8) || '"}', true)`;

for (const running of [false, true]) {
  test(`a large cascade is stored once and shown with each row${running ? ' of a mutation' : ''}`, async ({ db }) => {
    await createBlog(db);
    const begin = running ? `select app.begin_mutation('large');` : '';
    const end = running ? 'select app.end_mutation();' : '';
    for (const bytes of [65536, 65537, 5242880]) {
      await db.sql.query('truncate app.audit_post, app.mutation');
      await db.sql.query(`begin; ${begin} ${large(bytes)}; ${writeA}; ${writeA}; ${end} commit`);
      const stored = `select octet_length(cascade_data::text) > 100 from app.audit_post`;
      expect(await column(db.sql, stored)).toEqual(Array(2).fill(bytes === 65536 ? true : running ? false : null));
      const shown = `select octet_length(h.cascade_data ->> 's') from app.audit_post a, app.get_post_audit_history_with_cascade(a.entity_id) h`;
      expect(await column(db.sql, shown)).toEqual(Array(2).fill(bytes - 8));
    }
  });
}

test('a cascade of more than 5 MB is refused', async ({ db }) => {
  await createBlog(db);
  await db.sql.query(`begin; ${large(5242881)}`);
  await expect(db.sql.query(writeA)).rejects.toMatchObject({
    code: '54000',
    message: 'setting app.cascade_data is longer than 5 MB',
    hint: expect.stringContaining('app.begin_mutation') as string,
  });
});
