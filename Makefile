# Targets explain themselves: `make` lists them.  Everything is installed into .venv, nothing else on the machine changes.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help install run test lint types layers docs check wheel readers atomicity bench golden clean

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: .venv/installed  ## install feedtool and what its development needs into .venv

.venv/made:
	$(PYTHON) -m venv .venv || { $(PYTHON) -m pip install --user virtualenv && $(PYTHON) -m virtualenv .venv; }
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	@touch $@

.venv/installed: .venv/made pyproject.toml
	$(BIN)/python -m pip install --quiet --editable . --group dev
	@touch $@

.venv/runnable: .venv/made pyproject.toml
	@test -e .venv/installed || $(BIN)/python -m pip install --quiet --editable .
	@touch $@

run: .venv/runnable  ## make feeds of the samples: seeds/ -> articles/ -> output/
	$(BIN)/feedtool build --verbose
	$(BIN)/feedtool validate output/

test: .venv/installed  ## run the tests (one process a core)
	$(BIN)/python -m pytest -n auto -m 'not readers'

lint: .venv/installed  ## ruff: rules and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/installed  ## mypy, strict
	$(BIN)/mypy

layers: .venv/installed  ## import-linter: stages only look upstream
	$(BIN)/lint-imports

docs: .venv/installed  ## write the generated reference pages anew
	$(BIN)/python -m docs.generate

wheel: .venv/installed  ## build the wheel and try it in an environment without development packages
	$(BIN)/python tests/wheel.py

readers: .venv/installed  ## install real feed readers (Debian, PyPI, npm; into .readers/) and have them read our feeds
	PYTHONPATH=tests $(BIN)/python -m readers.install
	$(BIN)/python -m pytest -m readers -n auto

check: test lint types layers wheel readers  ## everything that CI runs

atomicity: .venv/installed  ## build a thousand times while nginx, Caddy and serve are polled; kill a hundred builds
	FEEDTOOL_TEST_REBUILDS=1000 FEEDTOOL_TEST_KILLS=100 $(BIN)/python -m pytest tests/test_atomicity.py

golden: .venv/installed  ## write golden files anew; read their diff before committing
	$(BIN)/python -m pytest -q -p no:randomly --golden tests/test_golden.py tests/test_readers_page.py

bench: .venv/installed  ## measure feedtool beside its peers and write docs/benchmarks/ anew; then how sources are read
	status=0; for part in '' sources; do $(BIN)/python -m benchmarks $$part || status=1; done; exit $$status

clean:  ## remove what was installed and built
	rm -rf .venv .readers .bench dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis output/*
