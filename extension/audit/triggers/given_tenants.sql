-- The tenants that a given cascade concerns: those of the rows of the statement, before and after it.

-- app.image_tenants(p_target app.audited_table) returns text
-- The statement that adds the tenants of v_old_image and v_new_image to v_tenants. Internal.
create function app.image_tenants(p_target app.audited_table) returns text
language sql stable
set search_path = pg_catalog, pg_temp
return app.render_sql($sql$
        v_tenants := array(
          select distinct tenant
          from (
            select unnest(v_tenants)
            union all
            select coalesce({before}, app.no_tenant()) from (select v_old_image as image) o where o.image is not null
            union all
            select coalesce({after}, app.no_tenant()) from (select v_new_image as image) n where n.image is not null
          ) t (tenant));
$sql$, jsonb_build_object(
  'before', app.tenant_value(p_target, 'DELETE', true),
  'after', app.tenant_value(p_target, 'INSERT', true)));

-- app.given_tenants(p_target app.audited_table) returns text
-- The statements by which the trigger function finds the tenants that a given cascade concerns. Internal. An update
-- concerns the tenants before and after it. Rows of a shape that the function was not generated for have added theirs
-- already.
create function app.given_tenants(p_target app.audited_table) returns text
language sql stable
set search_path = pg_catalog, pg_temp
return case
  when coalesce((p_target).tenant_column, '') = '' then
    'v_tenants := array[coalesce(v_tenant_id, app.no_tenant())];'
  else app.render_sql($sql$
      if tg_op = 'TRUNCATE' then
        v_tenants := array[app.unknown_tenant()];
      {otherwise}
      end if;
  $sql$, jsonb_build_object('otherwise', case (p_target).level
    when 'row' then app.render_sql($sql$
      elsif cardinality(v_way) > 1 then
        {of_images}
      else
        if tg_op <> 'DELETE' then
          v_tenants := array[coalesce({after}, app.no_tenant())];
        end if;
        if tg_op <> 'INSERT' then
          v_tenants := v_tenants || coalesce({before}, app.no_tenant());
        end if;
    $sql$, jsonb_build_object(
      'of_images', app.image_tenants(p_target),
      'after', app.tenant_value(p_target, 'INSERT', false),
      'before', app.tenant_value(p_target, 'DELETE', false)))
    when 'statement' then case
      when not app.fits_gate(app.relation_columns(p_target, (p_target).relation)) then ''
      else app.render_sql($sql$
      end if;
      if tg_op in ('INSERT', 'UPDATE') then
        v_tenants := v_tenants || array(select distinct coalesce({after}, app.no_tenant()) from {new} n);
      end if;
      if tg_op in ('UPDATE', 'DELETE') then
        v_tenants := v_tenants || array(select distinct coalesce({before}, app.no_tenant()) from {old} o);
      $sql$, jsonb_build_object(
        'after', app.tenant_value(p_target, 'INSERT', false),
        'before', app.tenant_value(p_target, 'DELETE', false),
        'new', app.image_source(p_target, 'new'),
        'old', app.image_source(p_target, 'old'))) end
    end))
end;
