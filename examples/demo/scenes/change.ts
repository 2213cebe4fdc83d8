import { withMutation } from '../../../src/index.js';
import { cascadeTree } from '../cascadeTree.js';
import { claim } from '../claim.js';
import { code, heading, say } from '../print.js';
import { ann, tenants, type Scene } from '../stage.js';

/** An update by somebody who says why, and a soft delete. */
export const change: Scene = async ({ sql, postId }) => {
  heading('Update and soft delete');
  const request = { tenantId: tenants.acme, userId: ann };
  code(`update blog.tb_post set title = 'Hello, world' where id = ...;`);
  await withMutation(sql, { ...request, source: 'update_post', changeReason: 'typo' }, () =>
    sql.query(`update blog.tb_post set title = 'Hello, world' where id = $1`, [postId]),
  );
  code('update blog.tb_post set deleted_at = now() where id = ...;');
  const { cascade } = await withMutation(sql, { ...request, source: 'delete_post', changeReason: '' }, () =>
    sql.query('update blog.tb_post set deleted_at = now() where id = $1', [postId]),
  );
  if (cascade) for (const line of cascadeTree('delete_post', cascade)) say(line);
  claim('a row with deleted_at set counts as deleted in the cascade', cascade?.deleted[0]?.id === postId);
};
