# Rectified: every command of the repository. `make help` lists them.
SHELL := /bin/sh
.DEFAULT_GOAL := help
VENV := .venv
PY := $(VENV)/bin/python
PYTHON ?= python3
export TF_CPP_MIN_LOG_LEVEL ?= 3
export PYTHONWARNINGS ?= ignore::DeprecationWarning

# One environment in two steps, made anew when the lock changes: what makes the site,
# completed by all the rest with the first command that needs it.
SITE := $(VENV)/.installed-book
INSTALLED := $(VENV)/.installed-all
$(SITE): requirements.txt requirements/book.in tools/setup/bootstrap.py
	@$(PYTHON) -m tools.setup.bootstrap $(VENV) book
$(INSTALLED): $(SITE)
	@$(PYTHON) -m tools.setup.bootstrap $(VENV) all
.NOTPARALLEL:

.PHONY: help
help: ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: install
install: $(INSTALLED) ## Create .venv and install the pinned requirements
	@$(PY) -m tools.exercises.copies

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

.PHONY: book
book: $(SITE) ## Build the site into _build/html from the shipped outputs
	@$(PY) -m tools.book.execute --refresh-only
	@$(PY) -m tools.book.site build

.PHONY: serve
serve: $(SITE) ## Show the built site on localhost (PORT=8000)
	@$(PY) -m tools.book.site serve --port $(or $(PORT),8000)

.PHONY: pdf
pdf: $(SITE) ## Typeset the book into _build/rectified.pdf (needs LaTeX)
	@$(PY) -m tools.book.execute --refresh-only
	@$(PY) -m tools.book.pdf

.PHONY: gettext
gettext: $(SITE) ## Write the catalogues that a translator fills in
	@$(PY) -m tools.book.translate extract

.PHONY: lab
lab: $(INSTALLED) ## Open JupyterLab on your copies of the exercises (PORT=8888)
	@$(PY) -m tools.exercises.lab --port $(or $(PORT),8888) $(if $(WORK),--work $(WORK))

.PHONY: progress
progress: $(INSTALLED) ## Show which questions of your copies pass
	@$(PY) -m tools.exercises.progress $(if $(WORK),--work $(WORK)) $(NAMES)

.PHONY: demo
demo: $(INSTALLED) ## Grade an invented class of twelve and open the report
	@$(PY) -m tools.grader.demo

.PHONY: data
data: $(INSTALLED) ## Fetch Fashion-MNIST and CIFAR-10 into the Keras cache
	@$(PY) -m tools.book.data

.PHONY: execute
execute: $(INSTALLED) ## Run the chapters whose code changed (ALL=1: every chapter)
	@$(PY) -m tools.book.execute $(if $(ALL),--all) $(NAMES)

.PHONY: quick
quick: $(INSTALLED) ## Check format, style and types, then the quick tests (a moment)
	@$(PY) -m ruff format --check --quiet .
	@$(PY) -m ruff check --quiet .
	@$(PY) -m mypy --no-error-summary
	@$(PY) -m pytest -m "quick and not xdist_group"

.PHONY: system
system: ## Install the system packages that the tests need, where they are missing
	@$(PYTHON) -m tools.setup.bootstrap
	@$(PYTHON) -m tools.setup.system

.PHONY: test
test: system $(INSTALLED) ## Check format, style and types, then run all tests
	@$(PY) -m ruff format --check --quiet .
	@$(PY) -m ruff check --quiet .
	@$(PY) -m mypy --no-error-summary
	@$(PY) -m pytest -n 2 --dist loadgroup

.PHONY: bench-book
bench-book: $(SITE) ## Time the article's training loop against the chapter's
	@$(PY) -m tools.book.bench

.PHONY: clean
clean: ## Remove the built site (the environment and the data stay)
	rm -rf _build

include $(wildcard tools/*/commands.mk)
