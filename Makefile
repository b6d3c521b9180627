# Needs git, make and a Python of 3.11 or newer with venv. Everything else goes into .venv, nothing outside it.
# ARGS passes options on: make test ARGS="tests/rules", make demo ARGS="--help".

PYTHON ?= python3
ARGS ?=
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.stamp
LOCK_VENV := .venv-lock
BENCH_VENV := .venv-bench
BENCH_STAMP := $(BENCH_VENV)/.stamp
UV_VERSION := 0.13.9

# Another Python's home or path would leak into the environment made here.
unexport PYTHONHOME PYTHONPATH
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help demo serve test lint types bench pictures lock clean

help: ## Show this list.
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | awk -F '|' '{ printf "%-14s %s\n", $$1, $$2 }'

demo: $(STAMP) ## Match an invented waiting list, start to finish.
	@$(BIN)/group-matcher demo $(ARGS)

serve: $(STAMP) ## Serve the HTTP interface and its pages on this machine.
	@$(BIN)/group-matcher serve $(ARGS)

test: $(STAMP) ## Run the tests.
	@$(BIN)/python -m pytest -n auto $(ARGS)

lint: $(STAMP) ## Check style, formatting and which package may import which.
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports --no-logo

types: $(STAMP) ## Check the types.
	@$(BIN)/python -m mypy $(ARGS)

bench: $(STAMP) $(BENCH_STAMP) ## Run the benchmarks that the README quotes.
	@$(BIN)/python -m benchmarks $(ARGS)

pictures: $(STAMP) ## Take the pictures of the README and the guide again; needs Chromium.
	@$(BIN)/python docs/pictures.py
	@$(BIN)/python -m docs.pages $(ARGS)

lock: ## Resolve the dependencies again and write the two lock files.
	@$(PYTHON) -m venv $(LOCK_VENV)
	@$(LOCK_VENV)/bin/python -m pip install --quiet uv==$(UV_VERSION)
	@$(LOCK_VENV)/bin/uv pip compile --quiet --no-config --universal --generate-hashes --python-version 3.11 \
		--extra dev --custom-compile-command "make lock" $(ARGS) pyproject.toml --output-file requirements.lock
	@$(LOCK_VENV)/bin/uv pip compile --quiet --no-config --universal --generate-hashes --python-version 3.11 \
		--group bench --custom-compile-command "make lock" $(ARGS) --output-file requirements-bench.lock
	@echo "requirements.lock and requirements-bench.lock are up to date with pyproject.toml."

clean: ## Remove everything that these commands have made, the environment included.
	@rm -rf $(VENV) $(LOCK_VENV) $(BENCH_VENV) build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2> /dev/null || { \
		echo "Group Matcher needs Python 3.11 or newer; '$(PYTHON)' is $$($(PYTHON) --version 2> /dev/null || echo missing)."; \
		echo "Name another one like this: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; } >&2
	@echo "Setting up $(VENV) (a minute or two the first time; needs the network) ..."
	@$(PYTHON) -m venv $(VENV) || { \
		echo "Python could not make a virtual environment. On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	@$(BIN)/python -m pip install -qq --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install -qq --no-deps --no-build-isolation --editable .
	@touch $@

# Where the other packages cannot be installed, the benchmarks leave them out and say so.
$(BENCH_STAMP): requirements-bench.lock
	@echo "Setting up $(BENCH_VENV) with the packages to compare with (a minute the first time; needs the network) ..."
	@$(PYTHON) -m venv $(BENCH_VENV)
	@$(BENCH_VENV)/bin/python -m pip install -qq --require-hashes -r requirements-bench.lock && touch $@ || { \
		rm -rf $(BENCH_VENV); echo "The packages to compare with cannot be installed here: no side by side, no pictures." >&2; }
