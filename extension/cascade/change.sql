-- app.change: the part of an audit row that a cascade needs. Each audited table has a function that returns its changes
-- of one mutation.
create type app.change as (
  typename text,
  entity_id text,
  audit_id uuid,
  changed_at timestamptz,
  operation_type text,
  existed boolean,
  exists_now boolean,
  image jsonb,
  tenant_id uuid,
  left_out boolean
);
comment on type app.change is
  'The part of an audit row that a cascade needs: whether the entity existed (and was not soft-deleted) before and '
  'after, its image after, its tenant, and whether the image was left out because it exceeds the limit of a cascade.';
