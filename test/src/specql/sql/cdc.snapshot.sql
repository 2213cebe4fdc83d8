-- blog.Post: generated from its SpecQL file; change that and generate again.
-- Needs the extension specql_cdc. Run it as a role that owns the extension, or that app.grant_administrator was called for.
-- No function, operator or type of somebody else stands in for one of PostgreSQL: the search path is as the session has it again at the end.

set search_path = pg_catalog, pg_temp;

create schema if not exists blog;

create table blog.tb_post (
  pk_post integer generated always as identity primary key,
  id uuid not null default gen_random_uuid() unique,
  title text not null,
  status text not null default 'draft',
  created_at timestamp with time zone not null default now(),
  created_by uuid,
  updated_at timestamp with time zone not null default now(),
  updated_by uuid,
  deleted_at timestamp with time zone,
  deleted_by uuid,
  constraint ck_post_status check (status in ('draft', 'published'))
);
comment on table blog.tb_post is 'What is read.';
comment on column blog.tb_post.pk_post is 'What foreign keys refer to.';
comment on column blog.tb_post.id is 'Identifies the Post to the outside.';
comment on column blog.tb_post.status is 'One of draft, published.';
comment on column blog.tb_post.created_at is 'When it was created.';
comment on column blog.tb_post.created_by is 'User who created it.';
comment on column blog.tb_post.updated_at is 'When it was last changed.';
comment on column blog.tb_post.updated_by is 'User who last changed it.';
comment on column blog.tb_post.deleted_at is 'When it was deleted; null while it exists.';
comment on column blog.tb_post.deleted_by is 'User who deleted it.';
comment on constraint ck_post_status on blog.tb_post is 'check (status in (''draft'', ''published''))';

create table blog.tv_post (
  id uuid primary key,
  data jsonb not null
);
comment on table blog.tv_post is 'Documents of Post, one for each row that exists.';
comment on column blog.tv_post.id is 'Id of the Post.';
comment on column blog.tv_post.data is 'The fields, and what they refer to as documents; keys in snake_case.';

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
  insert into blog.tv_post as v (id, data)
  select
    t.id, jsonb_build_object(
      'id', t.id,
      'title', t.title,
      'status', t.status,
      'created_at', t.created_at,
      'updated_at', t.updated_at)
  from blog.tb_post t
  where t.id = p_id and t.deleted_at is null
  on conflict (id) do update set data = excluded.data
  returning v.data into v_after;
  if not found then
    delete from blog.tv_post v where v.id = p_id;
  end if;
end
$function$;
revoke all on function blog.refresh_tv_post(uuid) from public;
comment on function blog.refresh_tv_post(uuid) is 'Writes the document of one Post, and its part in others.';

-- blog.fn_create_post(p_payload jsonb) returns app.mutation_result
-- create_post of Post.
--   p_payload  object; a key that is null counts as absent:
--     status: a text
--     title: a text
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
  v_input_status text;
  v_input_title text;
  v_row blog.tb_post;
  v_before blog.tb_post;
  v_changed_post uuid[] := '{}';
begin
  if jsonb_typeof(p_payload) is distinct from 'object' then
    raise exception using errcode = 'SQ001', message = 'The payload is not an object.', detail = 'invalid_input';
  end if;
  select k.field, k.expected into v_field, v_expected
  from (values
    ('status', array['string'], '', 'a text'),
    ('title', array['string'], '', 'a text')
  ) k (field, kinds, pattern, expected)
  where p_payload ->> k.field is not null and (jsonb_typeof(p_payload -> k.field) <> all (k.kinds) or p_payload ->> k.field !~ k.pattern)
  limit 1;
  if found then
    raise exception using errcode = 'SQ001', message = format('%s is not %s.', v_field, v_expected), detail = 'invalid_input', column = v_field;
  end if;
  v_input_status := p_payload ->> 'status';
  v_input_title := p_payload ->> 'title';

  v_mutation_id := app.begin_mutation('create_post');

  insert into blog.tb_post as t (title, status, created_by, updated_by)
  values (
    case when p_payload ? 'title' then v_input_title else null end,
    case when p_payload ? 'status' then v_input_status else 'draft' end,
    v_user_id,
    v_user_id)
  returning t.* into v_row;
  v_changed_post := v_changed_post || v_row.id;

  perform blog.refresh_tv_post(c.id) from (select distinct u.id from unnest(v_changed_post) u (id) order by u.id) c;
  v_document := coalesce((select v.data from blog.tv_post v where v.id = v_row.id), v_document);

  v_cascade := coalesce(app.end_mutation(), app.current_cascade());

  if v_row.id is not null then
    perform app.write_outbox_event(
      'Post',
      v_row.id,
      'PostCreated',
      coalesce(v_document, '{}'),
      jsonb_build_object(
        'mutation', 'create_post',
        'cascade', v_cascade,
        'affectedEntities', (
          select coalesce(jsonb_agg(distinct e.entry -> '__typename'), '[]')
          from jsonb_array_elements((v_cascade -> 'updated') || (v_cascade -> 'deleted')) e (entry))));
  end if;

  v_result.id := v_row.id;
  v_result.updated_fields := array_remove(array[
    case when v_row.title is distinct from v_before.title then 'title' end,
    case when v_row.status is distinct from v_before.status then 'status' end], null);
  v_result.status := 'success';
  v_result.message := 'Post created.';
  v_result.object_data := v_document;
  v_result.extra_metadata := jsonb_build_object(
    '_cascade', v_cascade,
    '_meta', '{"mutation":"create_post","primary":{"entity":"Post","operation":"CREATE","fields":[]},"sideEffects":[]}'::jsonb || jsonb_build_object('mutationId', v_mutation_id));
  return v_result;
end
$function$;
revoke all on function blog.fn_create_post(jsonb) from public;
comment on function blog.fn_create_post(jsonb) is 'create_post of Post.';

-- app.create_post(p_tenant_id uuid, p_user_id uuid, p_payload jsonb) returns app.mutation_result
-- create_post of Post.
--   p_tenant_id  tenant of the mutation; may be null
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
        ('blog', 'tb_post', 'ck_post_status', 'invalid_input', 'status', 'status is not one of draft, published.'),
        ('blog', 'tb_post', 'status', 'missing_input', 'status', 'status is missing.'),
        ('blog', 'tb_post', 'title', 'missing_input', 'title', 'title is missing.')
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

-- blog.fn_publish_post(p_payload jsonb) returns app.mutation_result
-- publish_post of Post.
--   p_payload  object; a key that is null counts as absent:
--     expected_updated_at: a time with its zone, as in 2025-01-31T12:00:00Z
--     id: a uuid
-- The work itself, in a mutation of its own or inside the running one; the tenant and user are those of the context.
-- Errors: SQ001 with the code as its detail when the action refuses, which its wrapper answers as failed:code; else as they come.
create or replace function blog.fn_publish_post(p_payload jsonb) returns app.mutation_result
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
  v_row blog.tb_post;
  v_before blog.tb_post;
  v_changed_post uuid[] := '{}';
begin
  if jsonb_typeof(p_payload) is distinct from 'object' then
    raise exception using errcode = 'SQ001', message = 'The payload is not an object.', detail = 'invalid_input';
  end if;
  select k.field, k.expected into v_field, v_expected
  from (values
    ('expected_updated_at', array['string'], E'^\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d(:\\d\\d(\\.\\d{1,6})?)?(Z|[+-]\\d\\d:\\d\\d)$', 'a time with its zone, as in 2025-01-31T12:00:00Z'),
    ('id', array['string'], '^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$', 'a uuid')
  ) k (field, kinds, pattern, expected)
  where p_payload ->> k.field is not null and (jsonb_typeof(p_payload -> k.field) <> all (k.kinds) or p_payload ->> k.field !~ k.pattern)
  limit 1;
  if found then
    raise exception using errcode = 'SQ001', message = format('%s is not %s.', v_field, v_expected), detail = 'invalid_input', column = v_field;
  end if;
  v_input_id := p_payload ->> 'id';
  begin
    v_field := 'expected_updated_at';
    v_expected := 'a time with its zone, as in 2025-01-31T12:00:00Z';
    v_input_expected_updated_at := p_payload ->> 'expected_updated_at';
  exception when data_exception then
    raise exception using errcode = 'SQ001', message = format('%s is not %s.', v_field, v_expected), detail = 'invalid_input', column = v_field;
  end;

  v_mutation_id := app.begin_mutation('publish_post');

  if v_input_id is null then
    raise exception using errcode = 'SQ001', message = 'id is missing.', detail = 'missing_input', column = 'id';
  end if;
  select t.* into v_row from blog.tb_post t
  where t.id = v_input_id and t.deleted_at is null
  for no key update;
  if not found then
    raise exception using errcode = 'SQ001', message = 'There is no such Post.', detail = 'not_found', column = 'id';
  end if;
  if v_input_expected_updated_at <> v_row.updated_at then
    raise exception using errcode = 'SQ001', message = 'The Post was changed by someone else meanwhile.', detail = 'conflict', column = 'expected_updated_at';
  end if;
  v_before := v_row;

  if (v_row.status = 'draft') is not true then
    raise exception using errcode = 'SQ001', message = 'Already published.', detail = 'already_published';
  end if;

  update blog.tb_post as t
  set
    status = 'published',
    updated_at = now(),
    updated_by = v_user_id
  where t.pk_post = v_row.pk_post
  returning t.* into v_row;
  v_changed_post := v_changed_post || v_row.id;

  perform blog.refresh_tv_post(c.id) from (select distinct u.id from unnest(v_changed_post) u (id) order by u.id) c;
  v_document := coalesce((select v.data from blog.tv_post v where v.id = v_row.id), v_document);

  v_cascade := coalesce(app.end_mutation(), app.current_cascade());

  if v_row.id is not null then
    perform app.write_outbox_event(
      'Post',
      v_row.id,
      'PublishPost',
      coalesce(v_document, '{}'),
      jsonb_build_object(
        'mutation', 'publish_post',
        'cascade', v_cascade,
        'affectedEntities', (
          select coalesce(jsonb_agg(distinct e.entry -> '__typename'), '[]')
          from jsonb_array_elements((v_cascade -> 'updated') || (v_cascade -> 'deleted')) e (entry))),
      p_partition_key => nullif(v_row.status::text, ''));
  end if;

  v_result.id := v_row.id;
  v_result.updated_fields := array_remove(array[
    case when v_row.title is distinct from v_before.title then 'title' end,
    case when v_row.status is distinct from v_before.status then 'status' end], null);
  v_result.status := 'success';
  v_result.message := 'Post updated.';
  v_result.object_data := v_document;
  v_result.extra_metadata := '{}';
  return v_result;
end
$function$;
revoke all on function blog.fn_publish_post(jsonb) from public;
comment on function blog.fn_publish_post(jsonb) is 'publish_post of Post.';

-- app.publish_post(p_tenant_id uuid, p_user_id uuid, p_payload jsonb) returns app.mutation_result
-- publish_post of Post.
--   p_tenant_id  tenant of the mutation; may be null
--   p_user_id    user it is done for; may be null
--   p_payload    as of blog.fn_publish_post
-- Inside of a running mutation it is part of that, and a tenant or user that is null is the one of that mutation.
-- Answers failed:code, with the field in extra_metadata._error, when the action refuses; everything it did is undone then.
-- SECURITY DEFINER: whoever may call it changes rows by it and in no other way. The caller is trusted to name the tenant.
-- Errors: 22023 inside of a running mutation of another tenant; whatever else is unexpected arrives as it is.
create or replace function app.publish_post(p_tenant_id uuid, p_user_id uuid, p_payload jsonb) returns app.mutation_result
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
    return blog.fn_publish_post(p_payload);
  exception
    when sqlstate 'SQ001' then
      get stacked diagnostics v_code = pg_exception_detail, v_message = message_text, v_field = column_name;
    when not_null_violation or unique_violation or foreign_key_violation or check_violation then
      get stacked diagnostics v_schema = schema_name, v_table = table_name, v_constraint = constraint_name, v_column = column_name;
      select r.code, r.field, r.message into v_code, v_field, v_message
      from (values
        ('blog', 'tb_post', 'ck_post_status', 'invalid_input', 'status', 'status is not one of draft, published.'),
        ('blog', 'tb_post', 'status', 'missing_input', 'status', 'status is missing.'),
        ('blog', 'tb_post', 'title', 'missing_input', 'title', 'title is missing.')
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
revoke all on function app.publish_post(uuid, uuid, jsonb) from public;
comment on function app.publish_post(uuid, uuid, jsonb) is 'publish_post of Post.';

-- blog.fn_delete_post(p_payload jsonb) returns app.mutation_result
-- delete_post of Post.
--   p_payload  object; a key that is null counts as absent:
--     expected_updated_at: a time with its zone, as in 2025-01-31T12:00:00Z
--     id: a uuid
-- The work itself, in a mutation of its own or inside the running one; the tenant and user are those of the context.
-- Errors: SQ001 with the code as its detail when the action refuses, which its wrapper answers as failed:code; else as they come.
create or replace function blog.fn_delete_post(p_payload jsonb) returns app.mutation_result
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
  v_row blog.tb_post;
  v_before blog.tb_post;
  v_changed_post uuid[] := '{}';
begin
  if jsonb_typeof(p_payload) is distinct from 'object' then
    raise exception using errcode = 'SQ001', message = 'The payload is not an object.', detail = 'invalid_input';
  end if;
  select k.field, k.expected into v_field, v_expected
  from (values
    ('expected_updated_at', array['string'], E'^\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d(:\\d\\d(\\.\\d{1,6})?)?(Z|[+-]\\d\\d:\\d\\d)$', 'a time with its zone, as in 2025-01-31T12:00:00Z'),
    ('id', array['string'], '^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$', 'a uuid')
  ) k (field, kinds, pattern, expected)
  where p_payload ->> k.field is not null and (jsonb_typeof(p_payload -> k.field) <> all (k.kinds) or p_payload ->> k.field !~ k.pattern)
  limit 1;
  if found then
    raise exception using errcode = 'SQ001', message = format('%s is not %s.', v_field, v_expected), detail = 'invalid_input', column = v_field;
  end if;
  v_input_id := p_payload ->> 'id';
  begin
    v_field := 'expected_updated_at';
    v_expected := 'a time with its zone, as in 2025-01-31T12:00:00Z';
    v_input_expected_updated_at := p_payload ->> 'expected_updated_at';
  exception when data_exception then
    raise exception using errcode = 'SQ001', message = format('%s is not %s.', v_field, v_expected), detail = 'invalid_input', column = v_field;
  end;

  v_mutation_id := app.begin_mutation('delete_post');

  if v_input_id is null then
    raise exception using errcode = 'SQ001', message = 'id is missing.', detail = 'missing_input', column = 'id';
  end if;
  select t.* into v_row from blog.tb_post t
  where t.id = v_input_id and t.deleted_at is null
  for no key update;
  if not found then
    raise exception using errcode = 'SQ001', message = 'There is no such Post.', detail = 'not_found', column = 'id';
  end if;
  if v_input_expected_updated_at <> v_row.updated_at then
    raise exception using errcode = 'SQ001', message = 'The Post was changed by someone else meanwhile.', detail = 'conflict', column = 'expected_updated_at';
  end if;
  v_before := v_row;

  perform blog.refresh_tv_post(v_row.id);
  select v.data into v_document from blog.tv_post v where v.id = v_row.id;
  delete from blog.tb_post as t
  where t.pk_post = v_row.pk_post
  returning t.* into v_row;
  v_changed_post := v_changed_post || v_row.id;

  perform blog.refresh_tv_post(c.id) from (select distinct u.id from unnest(v_changed_post) u (id) order by u.id) c;
  v_document := coalesce((select v.data from blog.tv_post v where v.id = v_row.id), v_document);

  v_cascade := coalesce(app.end_mutation(), app.current_cascade());

  if v_row.id is not null then
    perform app.write_outbox_event(
      'Post',
      v_row.id,
      'PostDeleted',
      coalesce(v_document, '{}'),
      jsonb_build_object(
        'mutation', 'delete_post',
        'cascade', v_cascade,
        'affectedEntities', (
          select coalesce(jsonb_agg(distinct e.entry -> '__typename'), '[]')
          from jsonb_array_elements((v_cascade -> 'updated') || (v_cascade -> 'deleted')) e (entry))));
  end if;

  v_result.id := v_row.id;
  v_result.updated_fields := array_remove(array[
    case when v_row.title is distinct from v_before.title then 'title' end,
    case when v_row.status is distinct from v_before.status then 'status' end], null);
  v_result.status := 'success';
  v_result.message := 'Post deleted.';
  v_result.object_data := v_document;
  v_result.extra_metadata := '{}';
  return v_result;
end
$function$;
revoke all on function blog.fn_delete_post(jsonb) from public;
comment on function blog.fn_delete_post(jsonb) is 'delete_post of Post.';

-- app.delete_post(p_tenant_id uuid, p_user_id uuid, p_payload jsonb) returns app.mutation_result
-- delete_post of Post.
--   p_tenant_id  tenant of the mutation; may be null
--   p_user_id    user it is done for; may be null
--   p_payload    as of blog.fn_delete_post
-- Inside of a running mutation it is part of that, and a tenant or user that is null is the one of that mutation.
-- Answers failed:code, with the field in extra_metadata._error, when the action refuses; everything it did is undone then.
-- SECURITY DEFINER: whoever may call it changes rows by it and in no other way. The caller is trusted to name the tenant.
-- Errors: 22023 inside of a running mutation of another tenant; whatever else is unexpected arrives as it is.
create or replace function app.delete_post(p_tenant_id uuid, p_user_id uuid, p_payload jsonb) returns app.mutation_result
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
    return blog.fn_delete_post(p_payload);
  exception
    when sqlstate 'SQ001' then
      get stacked diagnostics v_code = pg_exception_detail, v_message = message_text, v_field = column_name;
    when not_null_violation or unique_violation or foreign_key_violation or check_violation then
      get stacked diagnostics v_schema = schema_name, v_table = table_name, v_constraint = constraint_name, v_column = column_name;
      select r.code, r.field, r.message into v_code, v_field, v_message
      from (values
        ('blog', 'tb_post', 'ck_post_status', 'invalid_input', 'status', 'status is not one of draft, published.'),
        ('blog', 'tb_post', 'status', 'missing_input', 'status', 'status is missing.'),
        ('blog', 'tb_post', 'title', 'missing_input', 'title', 'title is missing.')
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
revoke all on function app.delete_post(uuid, uuid, jsonb) from public;
comment on function app.delete_post(uuid, uuid, jsonb) is 'delete_post of Post.';

reset search_path;
