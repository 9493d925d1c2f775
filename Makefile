# One command each; every one of them sets up what it needs. See CONTRIBUTING.md.

# The first of these that runs and is 3.11 or later; PYTHON=... chooses another.
PYTHON ?= $(shell for p in python3.11 python3 python3.12 python3.13 python3.14; do \
  $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet

.PHONY: demo test check verify eval bench fuzz man picture lock clean

demo: .venv/installed ## answer a real question
	$(BIN)/wfacts ask how much money was lent to women

test: .venv/developing ## run every test
	$(BIN)/python -m pytest -n auto --dist loadfile

check: .venv/developing ## lint and types
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

verify: .venv/installed ## prove the dataset against saved copies of its articles in SOURCES
	$(BIN)/wfacts verify acwf-2018=$(SOURCES)/acwf-2018.txt wma-2010=$(SOURCES)/wma-2010.txt
SOURCES ?= ../shared/sources

eval: .venv/developing ## how often `ask` is right, on the question sets
	$(BIN)/python -m tests.evaluate

bench: .venv/developing ## time wfacts beside its peers; SIZE=1000000 for a million claims
	$(BIN)/python benchmarks/bench.py $(if $(SIZE),--size $(SIZE))

fuzz: .venv/developing ## the fuzz tests, with new examples until SECONDS have passed
	@end=$$(($$(date +%s) + $(SECONDS))); while [ $$(date +%s) -lt $$end ]; do \
	  FUZZING=1 $(BIN)/python -m pytest -q tests/test_fuzz.py || exit 1; done
SECONDS ?= 300

man: .venv/installed ## write the man page anew from the help
	$(BIN)/python -m wfacts.cli.man > docs/wfacts.1

picture: .venv/installed ## draw the README's picture anew from the real program
	$(BIN)/python docs/picture.py

lock: ## pin the development tools anew, with hashes (needs uv)
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 \
	  --generate-hashes --no-header -q -o requirements-dev.txt

clean: ## remove the environment and what tools left
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "wfacts needs Python 3.11 or later"; exit 1; }
	$(PYTHON) -m venv .venv

.venv/installed: pyproject.toml | .venv/bin/python
	$(PIP) --editable .
	@touch $@

.venv/developing: requirements-dev.txt .venv/installed
	$(PIP) --require-hashes --requirement requirements-dev.txt
	@touch $@
