import { withMutation } from '../../../src/index.js';
import { cascadeTree } from '../cascadeTree.js';
import { claim } from '../claim.js';
import { code, heading, say } from '../print.js';
import { ann, tenants, type Scene, type Stage } from '../stage.js';

/** A mutation that touches three tables, and the event it writes in the same transaction. */
export const create: Scene = async (stage) => {
  heading('A mutation groups what it changes: create_post');
  code(`select app.begin_mutation('create_post', tenant, user);
insert into blog.tb_author ...; insert into blog.tb_post ...; update blog.tb_author ...; insert into blog.tb_comment ...;
select app.write_outbox_event('Post', id, 'PostCreated', payload);
select app.end_mutation();`);
  const context = { source: 'create_post', tenantId: tenants.acme, userId: ann };
  const { cascade } = await withMutation(stage.sql, context, (_, mutation) => {
    mutation.invalidate({ queryName: 'posts', strategy: 'INVALIDATE', scope: 'PREFIX' });
    return createPost(stage);
  });
  say('The cascade that end_mutation returns, built from what really changed:');
  if (!cascade) throw new Error('no cascade came back');
  for (const line of cascadeTree('create_post', cascade)) say(line);
  stage.cascade = cascade;
  claim('four statements became three entities, each with its last image', cascade.updated.length === 3);
};

async function createPost(stage: Stage): Promise<void> {
  const { sql } = stage;
  const author = await sql.query<{ id: string; pk_author: number }>(
    `insert into blog.tb_author (tenant_id, name) values ($1, 'Ann') returning id, pk_author`,
    [tenants.acme],
  );
  const post = await sql.query<{ id: string; pk_post: number; event: unknown }>(
    `insert into blog.tb_post (tenant_id, fk_author, title) values ($1, $2, 'Hello world') returning id, pk_post`,
    [tenants.acme, author.rows[0]?.pk_author],
  );
  stage.authorId = author.rows[0]?.id ?? '';
  stage.postId = post.rows[0]?.id ?? '';
  await sql.query('update blog.tb_author set post_count = post_count + 1 where id = $1', [stage.authorId]);
  await sql.query(`insert into blog.tb_comment (tenant_id, fk_post, body) values ($1, $2, 'First!')`, [
    tenants.acme,
    post.rows[0]?.pk_post,
  ]);
  await sql.query(
    `select app.write_outbox_event('Post', id, 'PostCreated', jsonb_build_object('title', title)) from blog.tb_post where id = $1`,
    [stage.postId],
  );
}
