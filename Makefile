# Everything a person runs. Each target sets up what it needs in .venv: only Python >= 3.11 and make
# must be there before.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do command -v $$p >/dev/null 2>&1 && $$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; exit; }; done; echo missing)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.PHONY: help demo run test check lint audit format schemas shell lock dist sbom docker clean

help: ## What can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

demo: .venv/run.stamp ## The main job on the replayed week: feeds, developments, signed alerts
	@$(BIN)/monitor demo $(ARGS)

run: .venv/run.stamp ## The daemon with its web page on live feeds
	@$(BIN)/monitor run

test: .venv/dev.stamp ## All tests (real SQLite, PostgreSQL, sockets and processes)
	@$(BIN)/python -m pytest --numprocesses auto --dist loadfile $(ARGS)

check: lint test ## Format, lint, types, layers, tests: what must be green before a commit

lint: .venv/dev.stamp ## The checks without the tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/bandit --quiet --configfile pyproject.toml --recursive monitor release

audit: .venv/dev.stamp ## Known holes in the locked dependencies: asks the package index, so needs a network
	@for lock in run build; do $(BIN)/pip-audit --strict --require-hashes --disable-pip --requirement requirements/$$lock.lock || exit 1; done

format: .venv/dev.stamp ## Format and mend what a tool can
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

schemas: .venv/dev.stamp ## Write the schemas of rule files, webhooks and API from the code
	$(BIN)/python -m monitor.rules.schema docs/schema
	$(BIN)/python -m monitor.alerts.schema docs/schema/webhooks
	$(BIN)/python -m monitor.web.api.schema docs/schema

shell: .venv/dev.stamp ## Write the shells' completions and the manual page from the commands
	$(BIN)/python -m release.shell monitor/cli/shell

dist: sbom ## Wheel, source distribution and bill of materials in dist/: the same commit gives the same bytes
	SOURCE_DATE_EPOCH=$${SOURCE_DATE_EPOCH:-$$(git log -1 --format=%ct 2>/dev/null || echo 1580601600)} $(BIN)/python -m hatchling build --directory dist

sbom: .venv/dev.stamp ## Bill of materials in dist/: what is shipped, with hashes and licences
	$(BIN)/python -m release.sbom dist/event-monitor.cdx.json

lock: .venv/dev.stamp ## Resolve the dependencies anew and lock them by hash
	$(PIP) install uv
	$(BIN)/uv pip compile --group build $(UV) -o requirements/build.lock
	$(BIN)/uv pip compile pyproject.toml --extra apprise --extra otel --extra scale $(UV) -o requirements/run.lock
	$(BIN)/uv pip compile pyproject.toml --extra apprise --extra otel --extra scale --group build --group dev $(UV) -o requirements/dev.lock

UV := --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --quiet

docker: ## Build the image and run it: http://127.0.0.1:8080
	docker compose up --build --detach --wait

clean: ## Remove what the other targets made
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist

.venv/bin/python:
	@test "$(PYTHON)" != missing || { echo "Python 3.11 or newer with venv is needed (Debian: apt install python3-venv); or name one: make PYTHON=/path/to/python3" >&2; exit 2; }
	$(PYTHON) -m venv .venv

.venv/run.stamp: .venv/bin/python requirements/build.lock requirements/run.lock pyproject.toml
	$(PIP) install --require-hashes -r requirements/build.lock
	$(PIP) install --require-hashes -r requirements/run.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/dev.stamp: .venv/run.stamp requirements/dev.lock
	$(PIP) install --require-hashes -r requirements/dev.lock
	@touch $@
