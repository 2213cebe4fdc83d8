-- app.worker_name(p_worker text) returns text
-- Who has a batch, for those who look: what the worker calls itself, else its connection. Internal.
create function app.worker_name(p_worker text) returns text
language sql stable
return coalesce(nullif(p_worker, ''), concat_ws(' ', nullif(current_setting('application_name'), ''), pg_backend_pid()));
