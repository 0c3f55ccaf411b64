# Two commands for everybody: `make demo` and `make test`. They need Python 3.11 or later and make.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
UV     := $(shell command -v uv 2>/dev/null)

ifdef UV
INSTALL = uv pip install --quiet --python $(BIN)/python
else
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check
endif

.PHONY: demo test test-long lint lock derive clean

demo: $(VENV)/.runtime
	@$(BIN)/govgraph demo

test: $(VENV)/.dev lint
	@$(BIN)/python -m pytest -m "not long" -n auto --maxprocesses 3 --dist loadfile

test-long: $(VENV)/.dev
	@$(BIN)/python -m pytest -m long -s

lint: $(VENV)/.dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet . || { echo "run: $(BIN)/ruff format ."; exit 1; }
	@$(BIN)/mypy

$(VENV)/bin/python:
	@echo "making $(VENV)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "govgraph needs Python 3.11 or later; try: make PYTHON=python3.12")'
ifdef UV
	@uv venv --quiet --seed --python "$$($(PYTHON) -c 'import sys; print(sys.executable)')" $(VENV)
else
	@$(PYTHON) -m venv $(VENV)
endif

$(VENV)/.runtime: requirements.txt pyproject.toml | $(VENV)/bin/python
	@echo "installing (about a minute the first time)"
	@$(INSTALL) --require-hashes -r requirements.txt
	@$(INSTALL) --no-deps -e .
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.runtime
	@echo "installing what the tests need"
	@$(INSTALL) --require-hashes -r requirements-dev.txt
	@touch $@

# Write anew what is derived: ontology/derived/, the dictionary, the pages of questions, the catalogue of messages.
derive: $(VENV)/.dev
	@$(BIN)/govgraph ontology derive
	@$(BIN)/python -m govgraph.tools.question_pages
	@$(BIN)/python -m govgraph.tools.catalogue

# Pin again what pyproject.toml asks for, with hashes; needs uv.
lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header pyproject.toml -o requirements.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --all-extras --group dev -c requirements.txt pyproject.toml -o requirements-dev.txt

clean:
	rm -rf $(VENV) .govgraph build dist *.egg-info govgraph-demo.html
