-- What the generated create_post does to its own tables: row and document, without audit, cascade and event.
create schema app;
create schema blog;
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
create table blog.tv_post (id uuid primary key, data jsonb not null);

create function app.create_post(p_tenant_id uuid, p_user_id uuid, p_payload jsonb) returns jsonb
language plpgsql volatile
as $$
declare
  v_row blog.tb_post;
  v_document jsonb;
begin
  insert into blog.tb_post (title, status, created_by, updated_by)
  values (p_payload ->> 'title', coalesce(p_payload ->> 'status', 'draft'), p_user_id, p_user_id)
  returning * into v_row;
  v_document := jsonb_build_object(
    'id', v_row.id, 'title', v_row.title, 'status', v_row.status,
    'created_at', v_row.created_at, 'updated_at', v_row.updated_at);
  insert into blog.tv_post (id, data) values (v_row.id, v_document);
  return v_document;
end
$$;
