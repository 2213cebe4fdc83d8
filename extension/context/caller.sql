-- app.caller() returns name
-- The role of the session: the one of SET ROLE, else the one that logged in. Internal.
-- Inside a SECURITY DEFINER function current_user is the owner of the function, and this is who asked. A setting that
-- cannot be forged: SET ROLE takes only roles that the session may become.
create function app.caller() returns name
language sql stable parallel safe
return coalesce(nullif(current_setting('role'), 'none')::name, session_user);
