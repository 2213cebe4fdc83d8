-- app.other_shape(p_target app.audited_table, p_side text) returns text
-- A FROM item for the rows of one side that have another shape than the trigger function was generated for. Internal.
--   p_side  old or new, as in app.image_source
create function app.other_shape(p_target app.audited_table, p_side text) returns text
language sql stable
set search_path = pg_catalog, pg_temp
return app.gated_rows(app.relation_columns(p_target, (p_target).relation), p_side, '', '', 'where not');
