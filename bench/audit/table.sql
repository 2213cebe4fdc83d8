-- The table that is changed: what most tables of an application have.
create schema blog;
create table blog.tb_post (
  pk_post integer generated always as identity primary key,
  id uuid not null unique default gen_random_uuid(),
  tenant_id uuid not null,
  title text not null,
  content text not null,
  views integer not null default 0,
  created_at timestamptz not null default now(),
  created_by uuid,
  updated_at timestamptz,
  updated_by uuid,
  deleted_at timestamptz,
  deleted_by uuid
);
