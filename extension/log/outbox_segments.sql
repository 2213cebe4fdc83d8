-- The ten segments of app.outbox. Made here and never at run time: a partition that is no member of the extension
-- breaks dump and restore.
create table app.outbox_s0 partition of app.outbox for values in (0);
select pg_catalog.pg_extension_config_dump('app.outbox_s0', '');
create table app.outbox_s1 partition of app.outbox for values in (1);
select pg_catalog.pg_extension_config_dump('app.outbox_s1', '');
create table app.outbox_s2 partition of app.outbox for values in (2);
select pg_catalog.pg_extension_config_dump('app.outbox_s2', '');
create table app.outbox_s3 partition of app.outbox for values in (3);
select pg_catalog.pg_extension_config_dump('app.outbox_s3', '');
create table app.outbox_s4 partition of app.outbox for values in (4);
select pg_catalog.pg_extension_config_dump('app.outbox_s4', '');
create table app.outbox_s5 partition of app.outbox for values in (5);
select pg_catalog.pg_extension_config_dump('app.outbox_s5', '');
create table app.outbox_s6 partition of app.outbox for values in (6);
select pg_catalog.pg_extension_config_dump('app.outbox_s6', '');
create table app.outbox_s7 partition of app.outbox for values in (7);
select pg_catalog.pg_extension_config_dump('app.outbox_s7', '');
create table app.outbox_s8 partition of app.outbox for values in (8);
select pg_catalog.pg_extension_config_dump('app.outbox_s8', '');
create table app.outbox_s9 partition of app.outbox for values in (9);
select pg_catalog.pg_extension_config_dump('app.outbox_s9', '');
