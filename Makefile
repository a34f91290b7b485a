# make build   set up, then build everything on the embedded DuckDB with the demo data
# make test    the same, then every check and every test
# make bench   measure 1 and 10 million raw events and keep the results in benchmarks/
# What comes after the set-up is plain dbt: .venv/bin/dbt build -s dim_organizations+

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready
PROJECT := $(patsubst %/,%,$(dir $(abspath $(lastword $(MAKEFILE_LIST)))))

.PHONY: build test check bench lock clean

ifneq ($(PROJECT),$(CURDIR))
# called from another folder
build test check bench lock clean:
	@$(MAKE) --no-print-directory -C "$(PROJECT)" $@
else

build: $(READY)
	$(BIN)/dbt build

test: build check
	$(BIN)/pytest --numprocesses auto --dist loadfile --no-loadscope-reorder

check: $(READY)
	$(BIN)/customer-data plan --check
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/sqlfluff lint models tests
	$(BIN)/dbt docs generate --quiet
	$(BIN)/dbt-bouncer run

bench: $(READY)
	$(BIN)/customer-data bench run --keep

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "$(PYTHON) is missing or older than 3.11: install Python 3.11 or newer," \
			"or name it: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$(PYTHON) has no venv or no ensurepip: install them" \
			"(on Debian: apt-get install python3-venv)"; exit 1; }
	@echo "setting up .venv, once"
	@$(PYTHON) -m venv --clear .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check \
		--require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check \
		--no-deps --no-build-isolation --editable .
	@touch $@

lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-strip-extras \
		--no-annotate --no-header --quiet requirements.in -o requirements.lock

clean:
	rm -rf .venv target logs customer_data.duckdb customer_data.duckdb.wal
endif
