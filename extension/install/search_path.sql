-- CREATE EXTENSION looks names up in the extension's schema first. Somebody may have made an operator or a function
-- there that fits better than one of the server, and would run as whoever installs.
set local search_path = pg_catalog, pg_temp;
