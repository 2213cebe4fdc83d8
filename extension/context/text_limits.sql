-- How long texts may be that are stored with every row, compared, indexed or sorted.

-- app.is_too_long(p_value text, p_limit integer default 512) returns boolean
-- Whether a text has more bytes than it may have. Internal, and inlinable. The default is for what is compared, indexed
-- or sorted: consumers index the key of an event that failed.
create function app.is_too_long(p_value text, p_limit integer default 512) returns boolean
language sql immutable parallel safe
return octet_length(p_value) > p_limit;

-- app.refuse_length(p_name text, p_value text, p_limit integer default 512) returns void
-- Raises 22001 for a text that is too long, naming the parameter as app.refuse_value does. Internal.
create function app.refuse_length(p_name text, p_value text, p_limit integer default 512) returns void
language plpgsql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $function$
begin
  raise exception using
    errcode = 'string_data_right_truncation',
    message = format('%s is too long', p_name),
    detail = format('It has %s bytes, and begins with %L.', octet_length(p_value), left(p_value, 100)),
    hint = format(case p_limit
      when 512 then 'Pass up to %s bytes, for example a hash of the text.'
      else 'Pass up to %s bytes.' end, p_limit);
end
$function$;

-- app.refuse_long_setting(p_setting text, p_value text, p_limit integer, p_fault text default 'is too long')
--   returns void
-- Raises 54000 for a setting of the context that is too long, naming the setting. Internal.
create function app.refuse_long_setting(
  p_setting text, p_value text, p_limit integer, p_fault text default 'is too long'
) returns void
language plpgsql stable parallel safe
set search_path = pg_catalog, pg_temp
as $function$
begin
  raise exception using
    errcode = 'program_limit_exceeded',
    message = format('setting %s %s', p_setting, p_fault),
    detail = format('It has %s bytes, and begins with %L.', octet_length(p_value), left(p_value, 100)),
    hint = format('Set it to at most %s bytes, or to an empty string for none: select set_config(%L, %L, true).',
      p_limit, p_setting, '');
end
$function$;

-- app.is_long_context(p_change_reason text, p_cascade_source text) returns boolean
-- Whether the texts of the context are too long to be stored with every row. Internal, and inlinable: the audit
-- triggers ask it for every statement that has a context.
create function app.is_long_context(p_change_reason text, p_cascade_source text) returns boolean
language sql immutable parallel safe
return app.is_too_long(p_change_reason, 4096) or app.is_too_long(p_cascade_source);

-- app.refuse_long_context(p_change_reason text, p_cascade_source text) returns void
-- Raises 54000 for the text that app.is_long_context finds, naming its setting. Internal.
create function app.refuse_long_context(p_change_reason text, p_cascade_source text) returns void
language sql stable parallel safe
return case
  when app.is_too_long(p_change_reason, 4096) then
    app.refuse_long_setting('app.change_reason', p_change_reason, 4096)
  else app.refuse_long_setting('app.cascade_source', p_cascade_source, 512)
end;

-- app.is_too_large(p_value jsonb) returns boolean
-- Whether a document of an event has more than 64 MB as text. Internal, and inlinable. What cannot be shown as text
-- cannot be delivered, and would stop every consumer: 1e131071 takes ten bytes and 131 kB as text. What is stored in
-- 256 bytes is not measured, so that small events cost nothing more.
create function app.is_too_large(p_value jsonb) returns boolean
language sql immutable parallel safe
return pg_column_size(p_value) > 256 and octet_length(p_value::text) > 67108864;

-- app.refuse_size(p_name text) returns void
-- Raises 54000 for a document that app.is_too_large finds, naming the parameter as app.refuse_value does. Internal.
create function app.refuse_size(p_name text) returns void
language plpgsql stable parallel safe
set search_path = pg_catalog, pg_temp
as $function$
begin
  raise exception using
    errcode = 'program_limit_exceeded',
    message = format('%s is too large', p_name),
    detail = 'As text it has more than 64 MB.',
    hint = 'Store the document elsewhere, and pass where it is.';
end
$function$;
