# The two commands to know are `make demo` and `make test`.
# Each sets up what it needs; what is there and has not changed is left alone.

.SHELLFLAGS := -euc
.DEFAULT_GOAL := setup
.PHONY: setup static core chromium demo lite test outputs bench clean

VENV := .venv
BIN := $(VENV)/bin
EXTENSIONS := $(VENV)/share/jupyter/labextensions
NPM := npm --prefix labextension
PORT ?= 8000

setup: $(VENV)/.ready static chromium

$(VENV)/.ready: pyproject.toml reactor_nb/_version.py
	test -x $(BIN)/python || "$$(PYTHON="$(PYTHON)" .ci/find-python)" -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --group dev
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

%/node_modules/.ready: %/package-lock.json
	npm --prefix $* ci
	touch $@

# The JavaScript, and all that a page loads beside it; JupyterLab finds its extension by a link.
static: labextension/node_modules/.ready
	$(NPM) run --silent build
	node labextension/pyodide/build.mjs
	mkdir -p $(EXTENSIONS)
	rm -rf $(EXTENSIONS)/reactor-nb
	ln -s "$(CURDIR)/reactor_nb/labextension" $(EXTENSIONS)/reactor-nb

# Only our own Python of the browser half, after a change to it.
core:
	node labextension/pyodide/build.mjs --core

chromium:
	.ci/find-chromium --install

demo: $(VENV)/.ready static
	$(BIN)/reactor-nb export examples/02-todos.ipynb -o build/demo
	$(BIN)/reactor-nb serve build/demo --host 127.0.0.1 --port $(PORT)

# A site of the examples; the first time fetches and compiles the wheels of its kernel.
lite: $(VENV)/.ready static
	$(BIN)/reactor-nb lite examples -o build/lite

# What JupyterLab needs for several people in one notebook.
build/together/.ready: pyproject.toml | $(VENV)/.ready
	rm -rf $(@D)
	$(BIN)/python -m pip install --quiet --no-deps --target $(@D) --group together
	touch $@

test: setup tests/corpora/node_modules/.ready build/together/.ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(NPM) run lint
	$(NPM) run check
	$(NPM) test
	test ! -f docs/conf.py || $(BIN)/sphinx-build -nTW -q docs docs/_build/html
	CHROMIUM="$$(.ci/find-chromium)" $(BIN)/python -m pytest

# What the cells of the examples show, stored in them; nbval compares it.
outputs: $(VENV)/.ready
	PYTHONPATH=. $(BIN)/python -m tests.examples.store_outputs

# Ten minutes; writes docs/performance.md. With QUICK=1 each runs once, and the page is left alone.
bench: setup tests/benchmarks/node_modules/.ready
	CHROMIUM="$$(.ci/find-chromium)" $(BIN)/python -m tests.benchmarks $(if $(QUICK),--quick)

clean:
	rm -rf build dist docs/_build reactor_nb/static reactor_nb/labextension
	rm -rf .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find reactor_nb tests labextension/pyodide -name __pycache__ -prune -exec rm -rf {} +
