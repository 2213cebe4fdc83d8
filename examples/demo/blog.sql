-- The blog of the demo: integer keys inside, uuids outside, two tenants, soft-deleted posts.
create schema blog;

create table blog.tb_author (
  pk_author integer generated always as identity primary key,
  id uuid not null unique default gen_random_uuid(),
  tenant_id uuid not null,
  name text not null,
  post_count integer not null default 0
);

create table blog.tb_post (
  pk_post integer generated always as identity primary key,
  id uuid not null unique default gen_random_uuid(),
  tenant_id uuid not null,
  fk_author integer not null references blog.tb_author,
  title text not null,
  created_by uuid,
  updated_by uuid,
  deleted_at timestamptz
);

create table blog.tb_comment (
  pk_comment integer generated always as identity primary key,
  id uuid not null unique default gen_random_uuid(),
  tenant_id uuid not null,
  fk_post integer not null references blog.tb_post on delete cascade,
  body text not null
);
