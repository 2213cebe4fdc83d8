import { withMutation } from '../../../src/index.js';
import { claim } from '../claim.js';
import { code, heading, say } from '../print.js';
import { tenants, type Scene } from '../stage.js';

const counts = `select (select count(*) from app.audit_author) + (select count(*) from app.audit_post) as audit_rows,
  (select count(*) from app.mutation) as mutations, (select count(*) from app.outbox) as events`;

/** A mutation that fails half-way leaves nothing: no row, no audit row, no event. */
export const failure: Scene = async ({ sql, authorId }) => {
  heading('A mutation that fails half-way');
  const before = await sql.query(counts);
  code(`update blog.tb_author ...;  -- fine
select app.write_outbox_event('Post', ...);  -- fine
insert into blog.tb_post (title) values (null);  -- fails`);
  const failed = await withMutation(sql, { source: 'create_post', tenantId: tenants.acme }, async () => {
    await sql.query('update blog.tb_author set post_count = post_count + 1 where id = $1', [authorId]);
    await sql.query(`select app.write_outbox_event('Post', $1, 'PostCreated', '{}')`, [authorId]);
    await sql.query('insert into blog.tb_post (tenant_id, fk_author, title) values ($1, 1, null)', [tenants.acme]);
  }).then(
    () => undefined,
    (error: unknown) => error,
  );
  say(`it failed: ${failed instanceof Error ? failed.message : 'not at all'}`);
  const after = await sql.query(counts);
  claim(
    'no audit row, no mutation and no event of it is left',
    failed instanceof Error && JSON.stringify(before.rows) === JSON.stringify(after.rows),
  );
};
