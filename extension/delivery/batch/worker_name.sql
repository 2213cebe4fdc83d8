-- app.worker_name(p_worker text) returns text
-- The name of a worker to show: p_worker, or else application_name and process id of its connection. Internal.
create function app.worker_name(p_worker text) returns text
language sql stable
return coalesce(
  nullif(p_worker, ''),
  concat_ws(' ', nullif(current_setting('application_name'), ''), pg_backend_pid()));
