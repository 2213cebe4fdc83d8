-- A shop: customers order products. Tables tb_ hold the rows, table views tv_ the documents that clients read,
-- refreshed by each mutation.
create schema core;

create table core.tb_customer (
  id uuid primary key default app.uuidv7(),
  email text not null,
  first_name text not null,
  last_name text not null,
  order_count integer not null default 0,
  created_at timestamptz not null default now(),
  deleted_at timestamptz
);
create unique index customer_email on core.tb_customer (lower(email)) where deleted_at is null;

create table core.tb_address (
  id uuid primary key default app.uuidv7(),
  customer_id uuid not null references core.tb_customer,
  street text not null,
  city text not null
);

create table core.tb_product (
  id uuid primary key default app.uuidv7(),
  name text not null,
  price numeric(12, 2) not null check (price >= 0),
  stock integer not null check (stock >= 0)
);

create sequence core.order_number;

create table core.tb_order (
  id uuid primary key default app.uuidv7(),
  order_number text not null unique default 'ORD-' || lpad(nextval('core.order_number')::text, 6, '0'),
  customer_id uuid not null references core.tb_customer,
  shipping_address_id uuid references core.tb_address,
  status text not null default 'open' check (status in ('open', 'shipped')),
  total numeric(14, 2) not null default 0,
  created_at timestamptz not null default now()
);
create index order_customer on core.tb_order (customer_id);

create table core.tb_order_item (
  id uuid primary key default app.uuidv7(),
  order_id uuid not null references core.tb_order,
  product_id uuid not null references core.tb_product,
  quantity integer not null check (quantity > 0),
  unit_price numeric(12, 2) not null
);
create index order_item_order on core.tb_order_item (order_id);

create table core.tv_customer (id uuid primary key, data jsonb not null);
create table core.tv_product (id uuid primary key, data jsonb not null);
create table core.tv_order (id uuid primary key, data jsonb not null);

select app.enable_audit_cascade(format('core.tb_%s', entity)::regclass)
from unnest(array['customer', 'address', 'product', 'order', 'order_item']) entity;
