-- app.change: one audit row as the cascade sees it. Each audited table has a function that returns its changes of one mutation.
create type app.change as (
  typename text,
  entity_id text,
  audit_id uuid,
  changed_at timestamptz,
  operation_type text,
  existed boolean,
  exists_now boolean,
  image jsonb,
  tenant_id uuid
);
comment on type app.change is 'One audit row as the cascade sees it: whether the entity existed (and was not soft-deleted) before and after, its last image and its tenant.';
