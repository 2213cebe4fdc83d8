-- app.audit_diff(p_old jsonb, p_new jsonb) returns table (column_name text, old_value jsonb, new_value jsonb)
-- The columns in which two images of a row differ, one row per column, in alphabetical order.
--   p_old, p_new  images as in old_values and new_values of an audit row; null for no row
-- A column that is missing from one image counts as null, so the null columns of an inserted row are not listed. Kept
-- inlinable (no SET): a revert compares every row.
-- Errors: 22023 when an image is not a JSON object.
create function app.audit_diff(
  p_old jsonb, p_new jsonb
) returns table (column_name text, old_value jsonb, new_value jsonb)
language sql immutable parallel safe
begin atomic
  select name, p_old -> name, p_new -> name
  from (select jsonb_object_keys(p_old) union select jsonb_object_keys(p_new)) c (name)
  where coalesce(p_old -> name, 'null')::text <> coalesce(p_new -> name, 'null')::text
  order by name;
end;
