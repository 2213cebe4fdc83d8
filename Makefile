# Targets for people and packagers; the work is done by npm scripts. Installing needs no server headers and no PGXS.
PG_CONFIG ?= pg_config
DESTDIR ?=

# npm writes this file when it has installed everything.
packages := node_modules/.package-lock.json
built := dist/extension/specql_cdc.control
sources := package.json $(shell find extension build -name '*.sql' -o -name '*.ts')
directory = $(DESTDIR)$(shell $(PG_CONFIG) --sharedir)/extension

.PHONY: all install uninstall test demo bench lint format clean help pg_config

all: $(packages) ## Build the extension and the library
	npm run build

$(packages): package-lock.json
	npm ci

$(built): $(sources) | $(packages)
	npm run build:extension

install: $(built) pg_config ## Copy the extension into a server: make install PG_CONFIG=/path/to/pg_config [DESTDIR=...]
	install -d "$(directory)"
	install -m 644 dist/extension/specql_cdc.control dist/extension/specql_cdc--*.sql "$(directory)"

uninstall: pg_config ## Remove it again
	rm -f "$(directory)"/specql_cdc.control "$(directory)"/specql_cdc--*.sql

pg_config:
	@$(PG_CONFIG) --version >/dev/null || { echo 'Set PG_CONFIG to the pg_config of the server.' >&2; exit 1; }

test: all ## Run every test, on PostgreSQL 15 to 18, with coverage
	@failed=0; for part in newest older cdc; do npm run --silent test:$$part || failed=1; done; exit $$failed

demo: all ## Show it at work: make demo [ARGS=--keep]
	npm run demo -- $(ARGS)

bench: all ## Measure it
	npm run bench -- $(ARGS)

lint: $(packages) ## Check types, style, format and SQL
	npm run check

format: $(packages) ## Format every file
	npm run format

clean: ## Remove what was built
	rm -rf dist reports

help: ## List the targets
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/\1\t\2/' | expand -t 12
