# Each target is complete in itself on a machine with Python 3.11 or later, make and a package index.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input

# What the evaluation indexes stays in the environment, so that the second time is quick.
EVALUATED := ASSISTANT_HOME="$(CURDIR)/$(VENV)/evaluated"
# One process of tests keeps one processor busy. Each file's stay together, with what they share.
AT_ONCE := -n logical --maxprocesses 4 --dist loadfile
REVISION = $(shell git describe --always --dirty)

.DEFAULT_GOAL := help
.PHONY: help install run test evals ablation record bench pictures lock clean

help:
	@echo "make run      set up if need be, then open the chat in the browser"
	@echo "make test     set up if need be, then run all that every change must pass"
	@echo "make install  set up alone: $(VENV) with what requirements.lock names"
	@echo "make evals    print how good the answers are, beside the baselines (minutes)"
	@echo "make ablation print what each part of the assistant is worth (minutes)"
	@echo "make record   record them all and put their tables into the pages"
	@echo "make bench    print the figures of the benchmark, and how long many people wait at once (minutes)"
	@echo "make pictures take the pictures of the page again"
	@echo "make lock     take newer versions of everything into the lock files"
	@echo "make clean    remove $(VENV) and what the tools left behind"
	@echo "PYTHON=...    the Python to set up with (now: $(PYTHON))"

install: $(VENV)/.installed

run: install
	$(BIN)/assistant chat

test: $(VENV)/.tested
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	CHROMIUM="$$(PATH="$(CURDIR)/$(BIN):$$PATH" sh tests/find_chromium.sh get)" $(BIN)/python -m pytest -rs $(AT_ONCE)
	$(BIN)/python -m evals.publish --check
	$(EVALUATED) $(BIN)/assistant eval --set split=test --system ours --gate \
		--compare $(wildcard evals/results/inspection@*.json)
	$(EVALUATED) $(BIN)/assistant eval status --set split=test --gate

evals: install
	$(EVALUATED) $(BIN)/assistant eval
	$(EVALUATED) $(BIN)/assistant eval status

ablation: install
	$(EVALUATED) $(BIN)/python -m evals.ablation

# A result is named by the revision it was measured at; there is one of each kind.
record: install
	mkdir -p evals/results
	rm -f evals/results/*.json
	$(EVALUATED) $(BIN)/assistant eval --json > "evals/results/inspection@$(REVISION).json"
	$(EVALUATED) $(BIN)/assistant eval status --json > "evals/results/status@$(REVISION).json"
	$(EVALUATED) $(BIN)/python -m evals.ablation "evals/results/ablation@$(REVISION).json"
	$(BIN)/python -m evals.publish

bench: install
	$(BIN)/python -m evals.bench
	$(BIN)/python -m evals.load

pictures: $(VENV)/.tested
	CHROMIUM="$$(PATH="$(CURDIR)/$(BIN):$$PATH" sh tests/find_chromium.sh get)" $(BIN)/python -P tests/pictures.py

lock: $(VENV)/.python
	$(BIN)/python .ci/lock.py

clean:
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find assistant corpus evals index tests .ci -name __pycache__ -prune -exec rm -rf {} +

# The stamps are newer than what they were made from; each is written only when its recipe ran to the end.
$(VENV)/.python:
	@command -v "$(PYTHON)" >/dev/null || \
		{ echo "There is no $(PYTHON) here: install Python 3.11 or later, or name it: make PYTHON=..." >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "$(PYTHON) is $$("$(PYTHON)" --version 2>&1), but 3.11 or later is needed: make PYTHON=..." >&2; exit 1; }
	@"$(PYTHON)" -m venv --clear $(VENV) || \
		{ echo "$(PYTHON) cannot make an environment: install its venv module (Debian: python3-venv)" >&2; exit 1; }
	@touch $@

$(VENV)/.installed: requirements.lock pyproject.toml $(VENV)/.python
	$(PIP) install -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.tested: requirements-test.lock $(VENV)/.installed
	$(PIP) install -r requirements-test.lock
	@touch $@
