# Every target does the set-up it needs: a Python 3.11 or newer, make and git are enough.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000

.DEFAULT_GOAL := help
.PHONY: help run voices test test-real lint format bench bench-speech bench-intelligibility \
  bench-jobs bench-paces bench-sound docs lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-22s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Careline needs Python 3.11 or newer, and \`$(PYTHON)\` is older or missing: try \`make PYTHON=python3.12\`." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { echo "Python could not make a virtual environment: on Debian and Ubuntu, install python3-venv." >&2; exit 1; }
	@touch $@

$(VENV)/.run: requirements/run.lock pyproject.toml | $(VENV)/.python
	@echo "Installing what the line needs (once) ..."
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes --no-deps --only-binary :all: -r requirements/run.lock
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements/dev.lock $(VENV)/.run
	@echo "Installing what the tests need (once) ..."
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes --no-deps --only-binary :all: -r requirements/dev.lock
	@touch $@

$(VENV)/.voices: requirements/voices.lock $(VENV)/.run
	@echo "Installing better voices (once) ..."
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes --no-deps --only-binary :all: -r requirements/voices.lock
	@touch $@

$(VENV)/.listening: requirements/listening.lock $(VENV)/.voices
	@echo "Installing a recogniser to measure with (once) ..."
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes --no-deps --only-binary :all: -r requirements/listening.lock
	@touch $@

voices: $(VENV)/.voices ## install better voices for `ivr render` and the web phone

run: $(VENV)/.run ## start the line on this machine only, and say how to call it
	@IVR_INSECURE_LOCAL=1 $(BIN)/ivr serve --port $(PORT)

test: $(VENV)/.dev ## run every test, with branch coverage
	@$(BIN)/python -m pytest

test-real: $(VENV)/.dev ## run the tests that need a real browser, PostgreSQL or Redis, installed where they can be
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || \
	  command -v google-chrome >/dev/null || ./.ci/install-browser
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || \
	  ./.ci/install-postgresql
	@command -v redis-server >/dev/null || ./.ci/install-redis
	@$(BIN)/python -m pytest -m real -n 0 --no-cov tests/real

lint: $(VENV)/.dev ## format, lint, types and import contracts
	@$(BIN)/ruff format --check
	@$(BIN)/ruff check
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

format: $(VENV)/.dev ## put the code in its standard form
	@$(BIN)/ruff format
	@$(BIN)/ruff check --fix-only --exit-zero

bench: $(VENV)/.dev ## measure: a signed turn against a bare endpoint, step, loading, the script, memory
	@$(BIN)/python -m bench

bench-speech: $(VENV)/.dev ## measure: how utterances are understood, how fast, and against a baseline
	@$(BIN)/python -m bench.speech

bench-intelligibility: $(VENV)/.dev $(VENV)/.listening ## measure: how many words of what is rendered come over a telephone
	@$(BIN)/python -m bench.intelligibility

bench-sound: $(VENV)/.dev ## measure: how fast sound is made, and how soon a caller hears it
	@$(BIN)/python -m bench.sound

bench-jobs: $(VENV)/.dev ## measure: 10,000 texts, two workers, a Twilio that fails, and a kill -9
	@$(BIN)/python -m bench.jobs

bench-paces: $(VENV)/.dev ## measure: how fast each voice reads against how fast it was told to
	@$(BIN)/python -m bench.paces

docs: $(VENV)/.dev ## write what is made from the code again: the rules in docs/, the schemas
	@$(BIN)/python -m ivr.cli.pages
	@$(BIN)/ivr schema >/dev/null

lock: ## resolve the dependencies again (needs uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml --group build -o requirements/run.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml --group dev -c requirements/run.lock -o requirements/dev.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml --extra voices -c requirements/run.lock -o requirements/voices.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --group listening -c requirements/voices.lock -o requirements/listening.lock

clean: ## remove what was installed and made here
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .coverage htmlcov var
