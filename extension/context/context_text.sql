-- app.context_text(p_setting text) returns text
-- A setting of the mutation context as text; null when it is unset, reset or empty.
--   p_setting  name of the setting, for example app.change_reason
-- Inlinable, as the audit triggers read the context once per statement.
create function app.context_text(p_setting text) returns text
language sql stable parallel safe
return nullif(current_setting(p_setting, true), '');
