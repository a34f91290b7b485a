# make build   set up and build everything on the embedded DuckDB with the demo data
# make test    the same, then every check and test
# What happens after the set-up is plain dbt: .venv/bin/dbt build -s dim_organizations+

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
# so that make works from any folder, and dbt finds project and profile
PROJECT := $(dir $(abspath $(lastword $(MAKEFILE_LIST))))
MAKEFLAGS += --no-print-directory --directory=$(PROJECT)
export DBT_PROFILES_DIR := $(PROJECT)

.PHONY: build test check lint lock clean

build: $(READY)
	$(BIN)/dbt build

test: $(READY) build check
	$(BIN)/pytest

check: $(READY)
	$(BIN)/customer-data plan --check
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/sqlfluff lint models tests
	$(BIN)/dbt-bouncer run

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
		{ echo "$(PYTHON) is missing or older than 3.11; install Python 3.11+, or name one: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
		{ echo "$(PYTHON) has no venv or ensurepip; install them (on Debian: apt-get install python3-venv)"; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-strip-extras \
		--no-annotate --no-header --quiet requirements.in -o requirements.lock

clean:
	rm -rf $(VENV) target logs customer_data.duckdb customer_data.duckdb.wal
