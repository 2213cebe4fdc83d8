-- app.row_change: the net change of one row.
create type app.row_change as (
  typename text,
  key jsonb,
  before jsonb,
  after jsonb
);
comment on type app.row_change is
  'The net change of one row: its key columns, its image before and its image after; null where there was no row.';

-- app.image_key(p_key_columns name[], p_image jsonb) returns jsonb
-- The key columns of an image; null for a table without a key. Internal.
create function app.image_key(p_key_columns name[], p_image jsonb) returns jsonb
language sql immutable
set search_path = pg_catalog, pg_temp
return (select jsonb_object_agg(name, p_image -> name) from unnest(p_key_columns) name);
