-- Something to sell, and somebody to sell it to.
insert into core.tb_product (id, name, price, stock) values
  ('0190a000-0000-7000-8000-0000000000a1', 'Owl', 12.50, 10),
  ('0190a000-0000-7000-8000-0000000000a2', 'Nest', 99.99, 2);
select core.refresh_tv_product(id) from core.tb_product;

insert into core.tb_customer (id, email, first_name, last_name)
values ('0190a000-0000-7000-8000-0000000000c1', 'ann@example.org', 'Ann', 'Lee');
insert into core.tb_address (id, customer_id, street, city)
values ('0190a000-0000-7000-8000-0000000000d1', '0190a000-0000-7000-8000-0000000000c1', 'High Street 1', 'Oxford');
select core.refresh_tv_customer(id) from core.tb_customer;
