-- Tables of every kind, audited in every form, with history, mutations, events and grants: what a dump must carry.
create schema shop;
create table shop.tb_order (id uuid primary key default gen_random_uuid(), tenant_id uuid, note text, card text);
create table shop.tb_line (order_no integer, line_no integer, price numeric(10, 2), primary key (order_no, line_no));
create table shop.tb_visit (page text, at timestamptz default now());
create table shop.tb_measure (id bigint generated always as identity, year integer, primary key (id, year)) partition by list (year);
create table shop.tb_measure_2025 partition of shop.tb_measure for values in (2025);
create table shop."Mixed Case" ("quo""te" integer primary key, "élan" text);
create table shop.tb_old_name (id integer primary key);
create table shop.tb_gone (id integer primary key);
create table shop.tb_stopped (id integer primary key);
create table shop.tb_base (id integer primary key, note text);
create table shop.tb_derived (more text) inherits (shop.tb_base);
create table shop.tb_legacy (id uuid primary key, name text);
create table app.audit_legacy (
  audit_id uuid primary key default gen_random_uuid(), entity_id uuid not null, tenant_id uuid, operation_type text,
  changed_at timestamptz not null default now(), old_values jsonb, new_values jsonb, transaction_id bigint);

select app.enable_audit_cascade('shop.tb_order', p_redact => '{card}', p_replica => true);
select app.enable_audit_cascade('shop.tb_line');
select app.enable_audit_cascade('shop.tb_visit');
select app.enable_audit_cascade('shop.tb_measure', p_keep_unchanged => true);
select app.enable_audit_cascade('shop."Mixed Case"', 'mixed');
select app.enable_audit_cascade('shop.tb_old_name');
select app.enable_audit_cascade('shop.tb_gone');
select app.enable_audit_cascade('shop.tb_stopped');
select app.enable_audit_cascade('shop.tb_base');
select app.enable_audit_cascade('shop.tb_legacy', p_storage => 'embedded');

begin;
select app.begin_mutation('place_order', 'aaaaaaaa-0000-4000-8000-000000000000', p_change_reason => 'it''s \ "new"');
insert into shop.tb_order (tenant_id, note, card) values
  ('aaaaaaaa-0000-4000-8000-000000000000', 'first', '4111'),
  ('aaaaaaaa-0000-4000-8000-000000000000', E'tab\tand\nbreak', '4222');
insert into shop.tb_line values (1, 1, 9.90), (1, 2, null);
insert into shop.tb_visit (page) values ('/'), ('/');
insert into shop.tb_measure (year) values (2025);
insert into shop."Mixed Case" values (1, 'ça');
insert into shop.tb_legacy values (gen_random_uuid(), 'old');
select app.write_outbox_event('Order', id, 'OrderPlaced', to_jsonb(o)) from shop.tb_order o;
select app.log_cdc_event('ORDER_PLACED', 'Order', id, 'CREATE', null, to_jsonb(o)) from shop.tb_order o;
select app.end_mutation('[{"queryName": "orders"}]');
commit;

begin;
set local app.cascade_data = '{"updated": [{"__typename": "Order", "id": "1"}], "deleted": []}';
set local app.cascade_source = 'given';
update shop.tb_order set note = note || '!';
commit;

insert into shop.tb_old_name values (1);
insert into shop.tb_gone values (1);
insert into shop.tb_stopped values (1);
insert into shop.tb_order (tenant_id, note) values ('bbbbbbbb-0000-4000-8000-000000000000', 'of B');
update shop.tb_line set price = 1 where line_no = 2;
delete from shop.tb_visit;
truncate shop.tb_measure;
select app.mark_outbox_processed(id) from (select id from app.outbox limit 1) o;

alter table shop.tb_old_name rename to tb_new_name;
drop table shop.tb_gone;
select app.disable_audit_cascade('shop.tb_stopped');
