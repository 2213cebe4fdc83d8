import { claim } from '../claim.js';
import { code, heading, table } from '../print.js';
import { tenants, type Scene } from '../stage.js';

/** The events, written in the transactions that made them true. */
export const events: Scene = async ({ sql, postId }) => {
  heading('Events in the outbox and in the change log');
  code(`select app.log_cdc_event('POST_DELETED', 'post', id, 'DELETE', before_image);`);
  await sql.query(
    `select app.log_cdc_event('POST_DELETED', 'post', id, 'DELETE', to_jsonb(p), p_tenant_id => $2) from blog.tb_post p where id = $1`,
    [postId, tenants.acme],
  );
  const outbox = await sql.query<{ event: string }>(
    `select event_id as "event id", event_type as event, event_payload as payload, tenant_id = $1 as "of acme",
       (select m.source from app.mutation m where m.transaction_id = o.transaction_id) as "same transaction as"
     from app.outbox o`,
    [tenants.acme],
  );
  table(outbox.rows);
  claim(
    'one event for the mutation that committed, none for the one that failed',
    outbox.rows.length === 1 && outbox.rows[0]?.event === 'PostCreated',
  );
  const log = await sql.query<{ op: string; table: string }>(
    `select envelope ->> 'op' as op, envelope -> 'source' ->> 'table' as "table", envelope -> 'before' ->> 'title' as before, envelope -> 'after' as after
     from app.v_mutation_events_debezium`,
  );
  table(log.rows);
  claim("the change log knows the real table, in Debezium's envelope", log.rows[0]?.table === 'tb_post');
};
