# make demo       the main job on the bundled documents
# make test       all tests
# make train      the models anew from the gold sets in GOLD: within two hours on two cores, from a fixed seed
# make evaluate   the extraction measured on the gold sets in GOLD
# Each makes its own environment in .venv the first time, and again when pyproject.toml changes.

PYTHON ?= python3
GOLD ?= ../shared/gold
WORK := build/training
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test lint check bench train evaluate lock clean

demo: $(VENV)/.run
	$(BIN)/kg demo

test: $(VENV)/.dev
	$(BIN)/pytest -q -n auto

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tests.licences

check: lint test

bench: $(VENV)/.dev
	$(BIN)/python benchmarks/throughput.py
	$(BIN)/python benchmarks/network.py

# Training goes on with what lies in its work folder. That may be of other gold or other labels, so it is moved aside here;
# .venv/bin/python -m training GOLD goes on with a run that was broken off.
train: $(VENV)/.train
	rm -rf $(WORK).old
	if [ -d $(WORK) ]; then mv $(WORK) $(WORK).old; fi
	$(BIN)/python -m training $(GOLD) --work $(WORK)

evaluate: $(VENV)/.run
	$(BIN)/kg evaluate $(GOLD) --all

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' || \
	  { echo "Python 3.11, 3.12 or 3.13 is needed; $(PYTHON) is $$($(PYTHON) --version). Name one: make PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

# In CI what requirements.lock names, byte for byte; elsewhere what fits the ranges of pyproject.toml.
$(VENV)/.dev: pyproject.toml requirements.lock | $(BIN)/python
ifdef CI
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
else
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
endif
	@touch $@ $(VENV)/.run

# The lock file for CI: all that pyproject.toml asks for, and what builds the package, with hashes for every system.
lock: $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	echo "# What CI installs, each file by its hash; make lock writes it anew from pyproject.toml." > requirements.lock.tmp
	printf 'hatchling>=1.25,<2\neditables>=0.5\n' | $(BIN)/uv pip compile pyproject.toml - --extra dev --universal --quiet \
	  --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url >> requirements.lock.tmp
	mv requirements.lock.tmp requirements.lock

$(VENV)/.train: training/requirements.txt pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable . --requirement training/requirements.txt
	@touch $@ $(VENV)/.run

clean:
	rm -rf $(VENV) demo .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
