-- app.v_mutation_events_debezium: the log of changes in the form of Debezium's envelope, one event a row.
create view app.v_mutation_events_debezium with (security_invoker = true) as
select
  event_id,
  case when entity_id is not null then jsonb_build_object('id', entity_id) end as key,
  jsonb_build_object(
    'before', payload -> 'before',
    'after', payload -> 'after',
    'source', source,
    'op', case operation when 'CREATE' then 'c' when 'UPDATE' then 'u' when 'DELETE' then 'd' end,
    'ts_ms', source -> 'ts_ms') as envelope
from app.mutation_events;
comment on view app.v_mutation_events_debezium is
  'The log of changes in the form of Debezium''s envelope: before, after, source, op, ts_ms.';
comment on column app.v_mutation_events_debezium.key is
  '{id} of the entity, as the key of a Kafka record; null when it has none.';
