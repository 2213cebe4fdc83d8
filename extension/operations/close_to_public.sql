-- The default privileges of the installing role may grant anybody access to new tables, sequences, functions and types.
-- Access to the extension's objects is granted by the grant functions alone.
select app.close_access();
