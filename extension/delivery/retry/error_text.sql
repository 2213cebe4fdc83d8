-- app.error_text(p_error text) returns text
-- What is stored of an error: all of it up to 4000 characters, else its beginning and a mark that says how long it is.
-- Internal.
create function app.error_text(p_error text) returns text
language sql immutable parallel safe
return case
  when length(p_error) > 4000 then left(p_error, 3900) || format(' ... (%s characters)', length(p_error))
  else p_error
end;
