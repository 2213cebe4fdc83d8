-- blog.Post: generated from its SpecQL file; change that and generate again.
-- Needs the extension specql_cdc. Run it as a role that owns the extension, or that app.grant_administrator was called for.
-- No function, operator or type of somebody else stands in for one of PostgreSQL: the search path is as the session has it again at the end.

set search_path = pg_catalog, pg_temp;

create schema if not exists blog;

create table blog.tb_post (
  pk_post integer generated always as identity primary key,
  id uuid not null default gen_random_uuid() unique,
  tenant_id uuid not null,
  title text not null,
  body text,
  draft_notes text,
  views integer not null default 0,
  created_at timestamp with time zone not null default now(),
  created_by uuid,
  updated_at timestamp with time zone not null default now(),
  updated_by uuid,
  deleted_at timestamp with time zone,
  deleted_by uuid
);
comment on table blog.tb_post is 'What is read.';
comment on column blog.tb_post.pk_post is 'What foreign keys refer to.';
comment on column blog.tb_post.id is 'Identifies the Post to the outside.';
comment on column blog.tb_post.tenant_id is 'Tenant it belongs to.';
comment on column blog.tb_post.created_at is 'When it was created.';
comment on column blog.tb_post.created_by is 'User who created it.';
comment on column blog.tb_post.updated_at is 'When it was last changed.';
comment on column blog.tb_post.updated_by is 'User who last changed it.';
comment on column blog.tb_post.deleted_at is 'When it was deleted; null while it exists.';
comment on column blog.tb_post.deleted_by is 'User who deleted it.';
create index ix_post_tenant_id on blog.tb_post (tenant_id);

create table blog.tv_post (
  id uuid primary key,
  tenant_id uuid not null,
  data jsonb not null
);
comment on table blog.tv_post is 'Documents of Post, one for each row that exists.';
comment on column blog.tv_post.id is 'Id of the Post.';
comment on column blog.tv_post.tenant_id is 'Tenant it belongs to.';
comment on column blog.tv_post.data is 'The fields, and what they refer to as documents; keys in snake_case.';
create index ix_tv_post_tenant_id on blog.tv_post (tenant_id);

-- blog.refresh_tv_post(p_id uuid) returns void
-- Writes the document of one Post and its part in the documents that embed it. Without the row, or when it is
-- deleted, its document goes. Locks are taken before documents are read: two mutations never leave a stale one.
--   p_id  id of the Post
create or replace function blog.refresh_tv_post(p_id uuid) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
#variable_conflict use_variable
declare
  v_before jsonb;
  v_after jsonb;
begin
  select v.data into v_before from blog.tv_post v where v.id = p_id for update;
  insert into blog.tv_post as v (id, tenant_id, data)
  select
    t.id, t.tenant_id, jsonb_build_object(
      'id', t.id,
      'title', t.title,
      'body', t.body,
      'draft_notes', t.draft_notes,
      'views', t.views,
      'created_at', t.created_at,
      'updated_at', t.updated_at)
  from blog.tb_post t
  where t.id = p_id and t.deleted_at is null
  on conflict (id) do update set tenant_id = excluded.tenant_id, data = excluded.data
  returning v.data into v_after;
  if not found then
    delete from blog.tv_post v where v.id = p_id;
  end if;
end
$function$;
revoke all on function blog.refresh_tv_post(uuid) from public;
comment on function blog.refresh_tv_post(uuid) is 'Writes the document of one Post, and its part in others.';

select app.enable_audit_cascade('blog.tb_post', p_ignore => array['views', 'updated_at', 'updated_by']::name[], p_exclude => array['draft_notes']::name[], p_redact => array[]::name[], p_keep_unchanged => false);

-- blog.fn_create_post(p_payload jsonb) returns app.mutation_result
-- create_post of Post.
--   p_payload  object; a key that is null counts as absent:
--     body: a text
--     draft_notes: a text
--     title: a text
--     views: a whole number
-- The work itself, in a mutation of its own or inside the running one; the tenant and user are those of the context.
-- Errors: SQ001 with the code as its detail when the action refuses, which its wrapper answers as failed:code; else as they come.
create or replace function blog.fn_create_post(p_payload jsonb) returns app.mutation_result
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
#variable_conflict use_variable
declare
  v_tenant_id uuid := app.context_uuid('app.tenant_id');
  v_user_id uuid := app.context_uuid('app.user_id');
  v_mutation_id uuid;
  v_document jsonb;
  v_cascade jsonb;
  v_result app.mutation_result;
  v_field text;
  v_expected text;
  v_input_body text;
  v_input_draft_notes text;
  v_input_title text;
  v_input_views integer;
  v_row blog.tb_post;
  v_before blog.tb_post;
  v_changed_post uuid[] := '{}';
begin
  if v_tenant_id is null then
    raise exception using errcode = 'SQ001', message = 'No tenant was given.', detail = 'missing_tenant';
  end if;
  if jsonb_typeof(p_payload) is distinct from 'object' then
    raise exception using errcode = 'SQ001', message = 'The payload is not an object.', detail = 'invalid_input';
  end if;
  select k.field, k.expected into v_field, v_expected
  from (values
    ('body', array['string'], '', 'a text'),
    ('draft_notes', array['string'], '', 'a text'),
    ('title', array['string'], '', 'a text'),
    ('views', array['number'], E'^-?\\d+$', 'a whole number')
  ) k (field, kinds, pattern, expected)
  where p_payload ->> k.field is not null and (jsonb_typeof(p_payload -> k.field) <> all (k.kinds) or p_payload ->> k.field !~ k.pattern)
  limit 1;
  if found then
    raise exception using errcode = 'SQ001', message = format('%s is not %s.', v_field, v_expected), detail = 'invalid_input', column = v_field;
  end if;
  v_input_body := p_payload ->> 'body';
  v_input_draft_notes := p_payload ->> 'draft_notes';
  v_input_title := p_payload ->> 'title';
  begin
    v_field := 'views';
    v_expected := 'a whole number';
    v_input_views := p_payload ->> 'views';
  exception when data_exception then
    raise exception using errcode = 'SQ001', message = format('%s is not %s.', v_field, v_expected), detail = 'invalid_input', column = v_field;
  end;

  v_mutation_id := app.begin_mutation('create_post');

  if (v_input_title is not null) is not true then
    raise exception using errcode = 'SQ001', message = 'Missing title.', detail = 'missing_title';
  end if;

  insert into blog.tb_post as t (tenant_id, title, body, draft_notes, views, created_by, updated_by)
  values (
    v_tenant_id,
    case when p_payload ? 'title' then v_input_title else null end,
    case when p_payload ? 'body' then v_input_body else null end,
    case when p_payload ? 'draft_notes' then v_input_draft_notes else null end,
    case when p_payload ? 'views' then v_input_views else 0 end,
    v_user_id,
    v_user_id)
  returning t.* into v_row;
  v_changed_post := v_changed_post || v_row.id;

  perform blog.refresh_tv_post(c.id) from (select distinct u.id from unnest(v_changed_post) u (id) order by u.id) c;
  v_document := coalesce((select v.data from blog.tv_post v where v.id = v_row.id), v_document);

  v_cascade := coalesce(app.end_mutation(), app.current_cascade());

  v_result.id := v_row.id;
  v_result.updated_fields := array_remove(array[
    case when v_row.title is distinct from v_before.title then 'title' end,
    case when v_row.body is distinct from v_before.body then 'body' end,
    case when v_row.draft_notes is distinct from v_before.draft_notes then 'draft_notes' end,
    case when v_row.views is distinct from v_before.views then 'views' end], null);
  v_result.status := 'success';
  v_result.message := 'Post created.';
  v_result.object_data := v_document;
  v_result.extra_metadata := jsonb_build_object(
    '_cascade', v_cascade,
    '_meta', '{"mutation":"create_post","primary":{"entity":"Post","operation":"CREATE","fields":["title","body"]},"sideEffects":[]}'::jsonb || jsonb_build_object('mutationId', v_mutation_id));
  return v_result;
end
$function$;
revoke all on function blog.fn_create_post(jsonb) from public;
comment on function blog.fn_create_post(jsonb) is 'create_post of Post.';

-- app.create_post(p_tenant_id uuid, p_user_id uuid, p_payload jsonb) returns app.mutation_result
-- create_post of Post.
--   p_tenant_id  tenant whose rows it is about
--   p_user_id    user it is done for; may be null
--   p_payload    as of blog.fn_create_post
-- Inside of a running mutation it is part of that, and a tenant or user that is null is the one of that mutation.
-- Answers failed:code, with the field in extra_metadata._error, when the action refuses; everything it did is undone then.
-- SECURITY DEFINER: whoever may call it changes rows by it and in no other way. The caller is trusted to name the tenant.
-- Errors: 22023 inside of a running mutation of another tenant; whatever else is unexpected arrives as it is.
create or replace function app.create_post(p_tenant_id uuid, p_user_id uuid, p_payload jsonb) returns app.mutation_result
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_result app.mutation_result;
  v_is_inner boolean := app.context_text('app.mutation_depth') is not null;
  v_code text;
  v_message text;
  v_field text;
  v_schema text;
  v_table text;
  v_constraint text;
  v_column text;
begin
  if v_is_inner and p_tenant_id is distinct from app.context_uuid('app.tenant_id') and p_tenant_id is not null then
    raise exception using
      errcode = 'invalid_parameter_value',
      message = 'p_tenant_id differs from the tenant of the running mutation',
      hint = 'End the running mutation first; one mutation has one tenant.';
  end if;
  begin
    perform
      set_config('app.tenant_id', coalesce(p_tenant_id::text, case when v_is_inner then app.context_text('app.tenant_id') end, ''), true),
      set_config('app.user_id', coalesce(p_user_id::text, case when v_is_inner then app.context_text('app.user_id') end, ''), true);
    return blog.fn_create_post(p_payload);
  exception
    when sqlstate 'SQ001' then
      get stacked diagnostics v_code = pg_exception_detail, v_message = message_text, v_field = column_name;
    when not_null_violation or unique_violation or foreign_key_violation or check_violation then
      get stacked diagnostics v_schema = schema_name, v_table = table_name, v_constraint = constraint_name, v_column = column_name;
      select r.code, r.field, r.message into v_code, v_field, v_message
      from (values
        ('blog', 'tb_post', 'title', 'missing_input', 'title', 'title is missing.'),
        ('blog', 'tb_post', 'views', 'missing_input', 'views', 'views is missing.')
      ) r (schema_name, table_name, rule, code, field, message)
      where r.schema_name = v_schema and r.table_name = v_table and r.rule = coalesce(nullif(v_column, ''), v_constraint);
      if not found then
        raise;
      end if;
  end;
  v_result.updated_fields := '{}';
  v_result.status := 'failed:' || v_code;
  v_result.message := v_message;
  v_result.extra_metadata := jsonb_build_object(
    '_error', jsonb_build_object('code', v_code, 'field', nullif(v_field, '')));
  return v_result;
end
$function$;
revoke all on function app.create_post(uuid, uuid, jsonb) from public;
comment on function app.create_post(uuid, uuid, jsonb) is 'create_post of Post.';

-- blog.fn_rename_post(p_payload jsonb) returns app.mutation_result
-- rename_post of Post.
--   p_payload  object; a key that is null counts as absent:
--     expected_updated_at: a time with its zone, as in 2025-01-31T12:00:00Z
--     id: a uuid
--     title: a text
-- The work itself, in a mutation of its own or inside the running one; the tenant and user are those of the context.
-- Errors: SQ001 with the code as its detail when the action refuses, which its wrapper answers as failed:code; else as they come.
create or replace function blog.fn_rename_post(p_payload jsonb) returns app.mutation_result
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
#variable_conflict use_variable
declare
  v_tenant_id uuid := app.context_uuid('app.tenant_id');
  v_user_id uuid := app.context_uuid('app.user_id');
  v_mutation_id uuid;
  v_document jsonb;
  v_cascade jsonb;
  v_result app.mutation_result;
  v_field text;
  v_expected text;
  v_input_expected_updated_at timestamp with time zone;
  v_input_id uuid;
  v_input_title text;
  v_row blog.tb_post;
  v_before blog.tb_post;
  v_changed_post uuid[] := '{}';
begin
  if v_tenant_id is null then
    raise exception using errcode = 'SQ001', message = 'No tenant was given.', detail = 'missing_tenant';
  end if;
  if jsonb_typeof(p_payload) is distinct from 'object' then
    raise exception using errcode = 'SQ001', message = 'The payload is not an object.', detail = 'invalid_input';
  end if;
  select k.field, k.expected into v_field, v_expected
  from (values
    ('expected_updated_at', array['string'], E'^\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d(:\\d\\d(\\.\\d{1,6})?)?(Z|[+-]\\d\\d:\\d\\d)$', 'a time with its zone, as in 2025-01-31T12:00:00Z'),
    ('id', array['string'], '^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$', 'a uuid'),
    ('title', array['string'], '', 'a text')
  ) k (field, kinds, pattern, expected)
  where p_payload ->> k.field is not null and (jsonb_typeof(p_payload -> k.field) <> all (k.kinds) or p_payload ->> k.field !~ k.pattern)
  limit 1;
  if found then
    raise exception using errcode = 'SQ001', message = format('%s is not %s.', v_field, v_expected), detail = 'invalid_input', column = v_field;
  end if;
  v_input_id := p_payload ->> 'id';
  v_input_title := p_payload ->> 'title';
  begin
    v_field := 'expected_updated_at';
    v_expected := 'a time with its zone, as in 2025-01-31T12:00:00Z';
    v_input_expected_updated_at := p_payload ->> 'expected_updated_at';
  exception when data_exception then
    raise exception using errcode = 'SQ001', message = format('%s is not %s.', v_field, v_expected), detail = 'invalid_input', column = v_field;
  end;

  v_mutation_id := app.begin_mutation('rename_post');

  if v_input_id is null then
    raise exception using errcode = 'SQ001', message = 'id is missing.', detail = 'missing_input', column = 'id';
  end if;
  select t.* into v_row from blog.tb_post t
  where t.id = v_input_id and t.tenant_id = v_tenant_id and t.deleted_at is null
  for no key update;
  if not found then
    raise exception using errcode = 'SQ001', message = 'There is no such Post.', detail = 'not_found', column = 'id';
  end if;
  if v_input_expected_updated_at <> v_row.updated_at then
    raise exception using errcode = 'SQ001', message = 'The Post was changed by someone else meanwhile.', detail = 'conflict', column = 'expected_updated_at';
  end if;
  v_before := v_row;

  update blog.tb_post as t
  set
    title = v_input_title,
    updated_at = now(),
    updated_by = v_user_id
  where t.pk_post = v_row.pk_post
  returning t.* into v_row;
  v_changed_post := v_changed_post || v_row.id;

  perform blog.refresh_tv_post(c.id) from (select distinct u.id from unnest(v_changed_post) u (id) order by u.id) c;
  v_document := coalesce((select v.data from blog.tv_post v where v.id = v_row.id), v_document);

  v_cascade := coalesce(app.end_mutation(), app.current_cascade());

  v_result.id := v_row.id;
  v_result.updated_fields := array_remove(array[
    case when v_row.title is distinct from v_before.title then 'title' end,
    case when v_row.body is distinct from v_before.body then 'body' end,
    case when v_row.draft_notes is distinct from v_before.draft_notes then 'draft_notes' end,
    case when v_row.views is distinct from v_before.views then 'views' end], null);
  v_result.status := 'success';
  v_result.message := 'Post updated.';
  v_result.object_data := v_document;
  v_result.extra_metadata := jsonb_build_object(
    '_cascade', v_cascade,
    '_meta', '{"mutation":"rename_post","primary":{"entity":"Post","operation":"UPDATE","fields":["title"]},"sideEffects":[]}'::jsonb || jsonb_build_object('mutationId', v_mutation_id));
  return v_result;
end
$function$;
revoke all on function blog.fn_rename_post(jsonb) from public;
comment on function blog.fn_rename_post(jsonb) is 'rename_post of Post.';

-- app.rename_post(p_tenant_id uuid, p_user_id uuid, p_payload jsonb) returns app.mutation_result
-- rename_post of Post.
--   p_tenant_id  tenant whose rows it is about
--   p_user_id    user it is done for; may be null
--   p_payload    as of blog.fn_rename_post
-- Inside of a running mutation it is part of that, and a tenant or user that is null is the one of that mutation.
-- Answers failed:code, with the field in extra_metadata._error, when the action refuses; everything it did is undone then.
-- SECURITY DEFINER: whoever may call it changes rows by it and in no other way. The caller is trusted to name the tenant.
-- Errors: 22023 inside of a running mutation of another tenant; whatever else is unexpected arrives as it is.
create or replace function app.rename_post(p_tenant_id uuid, p_user_id uuid, p_payload jsonb) returns app.mutation_result
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_result app.mutation_result;
  v_is_inner boolean := app.context_text('app.mutation_depth') is not null;
  v_code text;
  v_message text;
  v_field text;
  v_schema text;
  v_table text;
  v_constraint text;
  v_column text;
begin
  if v_is_inner and p_tenant_id is distinct from app.context_uuid('app.tenant_id') and p_tenant_id is not null then
    raise exception using
      errcode = 'invalid_parameter_value',
      message = 'p_tenant_id differs from the tenant of the running mutation',
      hint = 'End the running mutation first; one mutation has one tenant.';
  end if;
  begin
    perform
      set_config('app.tenant_id', coalesce(p_tenant_id::text, case when v_is_inner then app.context_text('app.tenant_id') end, ''), true),
      set_config('app.user_id', coalesce(p_user_id::text, case when v_is_inner then app.context_text('app.user_id') end, ''), true);
    return blog.fn_rename_post(p_payload);
  exception
    when sqlstate 'SQ001' then
      get stacked diagnostics v_code = pg_exception_detail, v_message = message_text, v_field = column_name;
    when not_null_violation or unique_violation or foreign_key_violation or check_violation then
      get stacked diagnostics v_schema = schema_name, v_table = table_name, v_constraint = constraint_name, v_column = column_name;
      select r.code, r.field, r.message into v_code, v_field, v_message
      from (values
        ('blog', 'tb_post', 'title', 'missing_input', 'title', 'title is missing.'),
        ('blog', 'tb_post', 'views', 'missing_input', 'views', 'views is missing.')
      ) r (schema_name, table_name, rule, code, field, message)
      where r.schema_name = v_schema and r.table_name = v_table and r.rule = coalesce(nullif(v_column, ''), v_constraint);
      if not found then
        raise;
      end if;
  end;
  v_result.updated_fields := '{}';
  v_result.status := 'failed:' || v_code;
  v_result.message := v_message;
  v_result.extra_metadata := jsonb_build_object(
    '_error', jsonb_build_object('code', v_code, 'field', nullif(v_field, '')));
  return v_result;
end
$function$;
revoke all on function app.rename_post(uuid, uuid, jsonb) from public;
comment on function app.rename_post(uuid, uuid, jsonb) is 'rename_post of Post.';

reset search_path;
