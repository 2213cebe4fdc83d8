-- psql -f examples/ecommerce/install.sql, in a database with the extension
\ir schema.sql
\ir table_views.sql
\ir refusals.sql
\ir customer.sql
\ir product.sql
\ir order.sql
\ir stock.sql
