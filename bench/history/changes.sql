-- A million changes, or as many as asked for: 20 tenants, ten changes a post on average and thousands of the most
-- edited posts, evenly over 90 days, each by a mutation of its own. Most mutations affect a user too, ten in a million,
-- of tenant 0, affect an invoice.
create schema bench;

create function bench.tenant(p_number integer) returns uuid
language sql stable return md5('tenant ' || p_number % 20)::uuid;

create function bench.post(p_number integer) returns uuid
language sql stable return md5('post ' || p_number)::uuid;

create function bench.types(p_change integer, p_changes integer) returns text[]
language sql stable return array_remove(array[
  case when p_change % (p_changes / 10) = p_changes / 20 then 'Invoice' end,
  'Post',
  case when p_change * 7 % 10 < 6 then 'User' end], null);

create function bench.image(p_post integer, p_views integer) returns jsonb
language sql stable return jsonb_build_object(
  'pk_post', p_post, 'id', bench.post(p_post), 'tenant_id', bench.tenant(p_post),
  'title', 'The title of post ' || p_post,
  'content', 'Its content is some words longer than its title, as content tends to be.', 'views', p_views,
  'created_at', now(), 'created_by', bench.tenant(0), 'updated_at', now(), 'updated_by', bench.tenant(1),
  'deleted_at', null, 'deleted_by', null);

create function bench.cascade(p_change integer, p_types text[], p_image jsonb) returns jsonb
language sql stable return jsonb_build_object(
  'updated', (
    select jsonb_agg(jsonb_build_object(
      '__typename', t, 'id', p_image -> 'id', 'operation', 'UPDATED', 'entity', p_image))
    from unnest(p_types) t),
  'deleted', '[]'::jsonb,
  'invalidations', '[]'::jsonb,
  'metadata', jsonb_build_object(
    'timestamp', now(), 'transactionId', p_change::text, 'depth', 1, 'affectedCount', cardinality(p_types)));

create unlogged table bench.change (number integer, post integer, changed_at timestamptz, types text[]);

create function bench.make_changes(p_changes integer) returns void
language sql begin atomic
  insert into bench.change
  select
    number, case when number % (p_changes / 10) = p_changes / 20 then 0 else floor(p_changes / 10 * random() ^ 2) end,
    now() - interval '90 days' * (1 - number / p_changes::float),
    bench.types(number, p_changes)
  from generate_series(1, p_changes) number;
end;

-- Fills a table without its indexes, which are built afterwards: three times as fast.
create procedure bench.fill(p_table regclass, p_statement text)
language plpgsql as $$
declare
  v_names text;
  v_definitions text;
begin
  select string_agg(indexrelid::regclass::text, ', '), string_agg(pg_get_indexdef(indexrelid), '; ')
  into v_names, v_definitions
  from pg_index where indrelid = p_table and not indisprimary;
  execute format('drop index %s', v_names);
  execute p_statement;
  execute v_definitions;
end
$$;
