# Rectified: every command of the repository. `make help` lists them.
SHELL := /bin/sh
.DEFAULT_GOAL := help
VENV := .venv
PY := $(VENV)/bin/python
PYTHON ?= python3
export TF_CPP_MIN_LOG_LEVEL ?= 3
export PYTHONWARNINGS ?= ignore::DeprecationWarning

# One installed environment, remade when the lock changes.
INSTALLED := $(VENV)/.installed
$(INSTALLED): requirements.txt tools/bootstrap.py
	@$(PYTHON) tools/bootstrap.py $(VENV)
	@touch $@

.PHONY: help
help: ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: install
install: $(INSTALLED) ## Create .venv and install the pinned requirements

.PHONY: lock
lock: $(INSTALLED) ## Remake requirements.txt from requirements/*.in
	$(PY) -m uv pip compile --quiet --universal --python-version 3.11 --no-header \
	  --no-emit-index-url --no-emit-find-links requirements/*.in -o requirements.txt

.PHONY: lint
lint: $(INSTALLED) ## Check format, style and types
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy

.PHONY: format
format: $(INSTALLED) ## Format the code
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .
