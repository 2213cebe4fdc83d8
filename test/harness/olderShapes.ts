import type pg from 'pg';

/** Ids to write into statements. */
export const [post, tenant, author] = ['c', 'e', 'a'].map((digit) => `${digit.repeat(8)}-0000-4000-8000-000000000000`);

/** An audit table as it was before cascades: Phase 1 of the source document. */
export const phase1 = `
  audit_id uuid primary key default gen_random_uuid(),
  entity_id uuid not null,
  tenant_id uuid not null,
  operation_type text not null check (operation_type in ('INSERT', 'UPDATE', 'DELETE')),
  changed_by uuid,
  changed_at timestamp with time zone default now(),
  old_values jsonb,
  new_values jsonb,
  change_reason text,
  transaction_id bigint,
  application_name text`;

/** The shapes that older versions left behind, by the columns added to `phase1`. */
export const shapes: Record<string, string> = {
  'without cascade columns': '',
  'without cascade columns, with client_addr': ', client_addr inet',
  'with two cascade columns': ', created_at timestamptz default now(), cascade_data jsonb, cascade_entities text[]',
  'with all cascade columns':
    ', created_at timestamptz default now(), cascade_data jsonb, cascade_entities text[], cascade_timestamp timestamptz, cascade_source text',
};

/**
 * Creates posts with an audit table, a trigger, functions and a view of the older shape, and three changes in it.
 *
 * @param sql - connection of the owner
 * @param columns - as in `shapes`
 */
export async function createOlderPost(sql: pg.ClientBase, columns: string): Promise<void> {
  await sql.query(`
    create schema blog;
    create table blog.tb_post (
      pk_post integer generated always as identity primary key, id uuid not null unique default gen_random_uuid(),
      title text, tenant_id uuid not null, updated_by uuid);
    create table app.audit_post (${phase1} ${columns});
    create index idx_audit_post_entity_id on app.audit_post (entity_id);
    create index idx_audit_post_tenant_id on app.audit_post (tenant_id);
    create index idx_audit_post_changed_at on app.audit_post (changed_at);
    create function app.audit_trigger_post() returns trigger language plpgsql security definer as $$
    begin
      insert into app.audit_post (
        entity_id, tenant_id, operation_type, changed_by, old_values, new_values, change_reason, transaction_id, application_name)
      values (
        coalesce(new.id, old.id), coalesce(new.tenant_id, old.tenant_id), tg_op, coalesce(new.updated_by, old.updated_by),
        case when tg_op <> 'INSERT' then row_to_json(old)::jsonb end, case when tg_op <> 'DELETE' then row_to_json(new)::jsonb end,
        'Entity modified', txid_current(), current_setting('application_name', true));
      return coalesce(new, old);
    end $$;
    create trigger audit_trigger_post after insert or update or delete on blog.tb_post
      for each row execute function app.audit_trigger_post();
    create function app.get_post_audit_history(
      p_entity_id uuid, p_tenant_id uuid, p_limit integer default 100, p_offset integer default 0
    ) returns table (
      audit_id uuid, operation_type text, changed_by uuid, changed_at timestamp with time zone, old_values jsonb, new_values jsonb,
      change_reason text
    ) language plpgsql security definer as $$
    begin
      return query select a.audit_id, a.operation_type, a.changed_by, a.changed_at, a.old_values, a.new_values, a.change_reason
      from app.audit_post a where a.entity_id = p_entity_id and a.tenant_id = p_tenant_id
      order by a.changed_at desc limit p_limit offset p_offset;
    end $$`);
  for (const change of [
    `insert into blog.tb_post (id, title, tenant_id, updated_by) values ('${post}', 'a', '${tenant}', '${author}')`,
    `update blog.tb_post set title = 'b'`,
    `update blog.tb_post set title = 'c'`,
  ]) {
    await sql.query(change);
  }
}
