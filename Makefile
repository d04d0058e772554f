# gsearch: two commands do everything on a fresh machine with Python 3.11+:
#   make demo   installs, indexes the sample gazettes, answers a query, says how to open the page
#   make test   runs all tests
# make opensearch [NODES=3] starts OpenSearch on this machine to try gsearch with, see docs/opensearch.md
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO_INDEX := .demo/index

.PHONY: demo test test-opensearch test-cluster opensearch check format relevance bench clean
.DEFAULT_GOAL := demo

$(VENV)/installed: setup.cfg pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "需要 Python 3.11 或更高版本；可用 make PYTHON=python3.12 指定" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/installed-test: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test,browser]'
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed-test
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

demo: $(VENV)/installed
	@$(BIN)/gsearch build data --index $(DEMO_INDEX)
	@echo '$$ gsearch 一窗受理 --limit 3'
	@$(BIN)/gsearch 一窗受理 --limit 3 --index $(DEMO_INDEX)
	@echo '$$ gsearch 双随机 --limit 2'
	@$(BIN)/gsearch 双随机 --limit 2 --index $(DEMO_INDEX)
	@echo '打开网页：$(BIN)/gsearch serve --index $(DEMO_INDEX)   然后访问 http://127.0.0.1:8000/'

test: $(VENV)/installed-test
	$(BIN)/python -m pytest

test-opensearch: $(VENV)/installed-test
	$(BIN)/python -m pytest -m opensearch

test-cluster: $(VENV)/installed-test
	$(BIN)/python -m pytest -m cluster

opensearch:
	@$(PYTHON) -m deploy.opensearch $(or $(NODES),1) $(RELEASE)

check: $(VENV)/installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/gsearch check --dictionaries
	$(BIN)/python -m pytest

format: $(VENV)/installed-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

relevance: $(VENV)/installed-test
	$(BIN)/python -m tests.relevance

bench: $(VENV)/installed-test
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	$(BIN)/python -m benchmarks

clean:
	rm -rf build dist *.egg-info .demo .pytest_cache .mypy_cache .ruff_cache .hypothesis
