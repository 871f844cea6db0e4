# Whatever is done here starts with one of these targets; `make` lists them.

PYTHON ?= python3
ARGS ?=

# Modules are kept compiled in .venv and here, whatever the shell says: without that each start of
# Python, of which tests make hundreds, would compile two thousand of them anew.
unexport PYTHONDONTWRITEBYTECODE

UV := $(shell command -v uv 2>/dev/null)
ifdef UV
usable = .venv/bin/python -c ""
create = "$(UV)" venv --quiet --python "$$(command -v $(PYTHON))" .venv
install = "$(UV)" pip install --quiet --python .venv/bin/python
else
usable = .venv/bin/python -m pip --version
create = $(PYTHON) -m venv .venv
install = .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-compile
endif

resolve = "$(UV)" pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" --quiet

# A PYTHON asked for by name replaces an environment that was built with another one.
ifneq ($(origin PYTHON),file)
ifneq ($(shell ($(PYTHON) --version) 2>/dev/null),$(shell (.venv/bin/python --version) 2>/dev/null))
.PHONY: .venv/.stamp
usable = false
endif
endif

python_ok = $(shell ($(PYTHON) -c "import sys; print(sys.version_info >= (3, 11))") 2>/dev/null)
python_is = $(or $(shell ($(PYTHON) --version) 2>&1 | grep "^Python"),not to be found)

.DEFAULT_GOAL := help
.PHONY: help setup tools run test thorough check docs notebooks bench coverage mutants lock clean

help: ## List what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-9s %s\n", $$1, $$2}' Makefile

setup: .venv/.stamp ## Build .venv with what running needs (PYTHON=... chooses the Python)

tools: .venv/.tools ## Add to .venv what tests, checks and experiments need

.venv/.stamp: pyproject.toml requirements.lock
	$(if $(filter True,$(python_ok)),,$(error Python 3.11 or newer is needed, and $(PYTHON) is $(python_is); choose another with PYTHON=/path/to/python3))
	@echo "Setting up .venv with $(python_is): what running needs"
	@$(usable) >/dev/null 2>&1 || { rm -rf .venv && $(create); }
	@$(install) --require-hashes -r requirements.lock
	@$(install) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.tools: .venv/.stamp requirements-dev.lock
	@echo "Adding the tools of development to .venv"
	@$(install) --require-hashes -r requirements-dev.lock
	@touch $@

run: setup ## Simulate the default scenario (ARGS="market=small seed=7" changes it)
	@.venv/bin/sim $(ARGS)

test: tools ## Run every test (ARGS="-k payout" selects)
	.venv/bin/python -m pytest -n auto --dist loadfile --no-loadscope-reorder $(ARGS)

thorough: tools ## Run every test over as many examples as before a release
	SIM_THOROUGH=1 $(MAKE) --no-print-directory test

check: tools ## Lint, format, types, import arrows, then every test
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports --no-logo
	@$(MAKE) --no-print-directory test

# Not quiet: quiet, MkDocs takes no account of warnings.
docs: tools ## Build the site of the documentation in site/ (no network is needed)
	NO_MKDOCS_2_WARNING=1 .venv/bin/python -m mkdocs build -f docs/site/mkdocs.yml
	@echo "site/index.html"

notebooks: tools ## Run every notebook and keep what it shows
	.venv/bin/python docs/notebooks.py --write

bench: tools ## Measure speed and memory (ARGS passes through)
	.venv/bin/python -m experiments.benchmarks $(ARGS)

coverage: tools ## Count how often printed intervals, ranks and verdicts hold; write docs/coverage.md
	.venv/bin/python -m experiments.studies coverage --publish $(ARGS)

mutants: tools ## Make sources wrong one place at a time: do tests notice? (ARGS="rules --sample 80")
	.venv/bin/python -m tests.mutants $(ARGS)

lock: ## Resolve both locks from pyproject.toml (needs uv; ARGS=--upgrade renews every pin)
	$(if $(UV),,$(error uv is needed to resolve the locks; install it with: pip install uv))
	@$(resolve) --group dev --extra app --output-file requirements-dev.lock $(ARGS)
	@$(resolve) --group build --constraint requirements-dev.lock --output-file requirements.lock

clean: ## Remove .venv, caches and builds; what runs left in outputs/ stays
	rm -rf .venv build dist site .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
