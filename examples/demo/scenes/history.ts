import { auditHistory } from '../../../src/index.js';
import { claim } from '../claim.js';
import { code, heading, say, table } from '../print.js';
import { tenants, type Scene } from '../stage.js';

/** Who changed this post, and what else changed with it. */
export const history: Scene = async ({ sql, postId, authorId }) => {
  heading('History of the post');
  code(`select * from app.get_post_audit_history_with_cascade('${postId.slice(0, 8)}…', tenant);`);
  const rows = await auditHistory(sql, 'blog.tb_post', postId, { tenantId: tenants.acme });
  table(
    rows.map((row) => ({
      time: row.changed_at.toISOString().slice(11, 23),
      operation: row.operation_type,
      title: row.new_values?.title,
      deleted: row.new_values?.deleted_at !== null,
      mutation: row.cascade_source,
      by: row.changed_by?.slice(0, 8),
      reason: row.change_reason,
      'what else': row.cascade_entities?.filter((name) => name !== 'Post').join(', '),
    })),
  );
  claim('three changes, each with its mutation', rows.length === 3 && rows.every((row) => row.cascade_source !== null));

  say();
  say('What else changed? Every mutation that affected an author:');
  code(`select * from app.get_mutations_affecting_entity('Author', tenant);`);
  const affecting = await sql.query<{ mutation: string }>(
    `select mutation_name as mutation, jsonb_array_length(cascade_data -> 'updated') as entities,
       primary_entity_id = $2 as "began with our author"
     from app.get_mutations_affecting_entity('Author', $1)`,
    [tenants.acme, authorId],
  );
  table(affecting.rows);
  claim('create_post is found from the author it touched', affecting.rows[0]?.mutation === 'create_post');
};
