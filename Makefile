# One front door. `make help` says what there is.
#
#   PORT=5001 make run              another port
#   make run DEMO=0                 without invented people and accounts
#   TRACKER_INSTANCE=/srv/tracker make run

SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO ?= 1
PEOPLE ?=
# Hundreds of databases are made and thrown away: in memory where the machine offers it.
SCRATCH := $(shell if [ -w /dev/shm ]; then echo /dev/shm; else echo $${TMPDIR:-/tmp}; fi)

.PHONY: help setup instance run test check format bench screenshots

help: ## Say what each target does
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 14

# The stamp holds the environment to the lock files.
$(VENV)/run.stamp: requirements/bootstrap.txt requirements/run.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/bootstrap.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/run.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.stamp: $(VENV)/run.stamp requirements/dev.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/dev.txt
	@touch $@

setup: $(VENV)/run.stamp ## Make the environment from the lock files, nothing else

instance: setup ## Make the instance folder, without starting the server (DEMO=0: empty)
	@$(BIN)/tracker instance $(if $(filter 0,$(DEMO)),--empty,--demo) $(if $(PEOPLE),--people $(PEOPLE))

run: instance ## Set everything up and serve on 127.0.0.1:$${PORT:-5000}
	@$(BIN)/tracker serve

check: $(VENV)/dev.stamp ## Formatter, linters, types, and the order of the house
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/djlint --quiet --lint templates
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

format: $(VENV)/dev.stamp ## Put the code into the house's form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

test: check ## Everything: check, then unit, house, integration on both databases, browser journeys
	@sh tests/browser.sh
	@TMPDIR=$(SCRATCH) $(BIN)/python -m pytest -n auto --dist loadgroup

bench: $(VENV)/dev.stamp ## Time every page and command at 15,000 persons (PEOPLE=150000 for more)
	@$(BIN)/python -m benchmarks $(if $(PEOPLE),--people $(PEOPLE))

screenshots: $(VENV)/dev.stamp ## Make the pictures in docs/pictures again
	@sh tests/browser.sh
	@$(BIN)/python -m tests.screenshots
