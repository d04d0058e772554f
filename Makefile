# gsearch: two commands do everything on a fresh machine with Python 3.11+:
#   make demo   installs, indexes the sample gazettes, answers a query, says how to open the page
#   make test   runs all tests
# make opensearch [NODES=3] starts OpenSearch on this machine to try gsearch with, see docs/opensearch.md
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO_INDEX := .demo/index

.PHONY: demo test test-opensearch test-cluster opensearch check format relevance bench lock sbom audit dist clean
.DEFAULT_GOAL := demo

PIP = $(BIN)/python -m pip install --quiet --disable-pip-version-check
LOCKED = $(PIP) --require-hashes --no-build-isolation
OURSELVES = PYTHONWARNINGS=ignore $(PIP) --no-deps --no-build-isolation --editable .

$(VENV)/installed: setup.cfg pyproject.toml requirements/run.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "需要 Python 3.11 或更高版本；可用 make PYTHON=python3.12 指定" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(LOCKED) -r requirements/build.txt
	$(LOCKED) -r requirements/run.txt
	$(OURSELVES)
	@touch $@

$(VENV)/installed-test: $(VENV)/installed requirements/test.txt
	$(LOCKED) -r requirements/test.txt
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed-test requirements/dev.txt
	$(LOCKED) -r requirements/dev.txt
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

bench: $(VENV)/installed-dev
	$(BIN)/python -m benchmarks --sizes $(or $(SIZES),1000) \
	  $(if $(WRITE),--write docs/performance.md --plot docs/performance.svg)

# Versions and hashes of all that is installed, for every Python from 3.11 on; run it after editing setup.cfg.
lock:
	$(PYTHON) -m venv $(VENV)-lock
	$(VENV)-lock/bin/python -m pip install --quiet --disable-pip-version-check uv
	bash requirements/lock.sh $(CURDIR)/$(VENV)-lock/bin/uv

sbom: $(VENV)/installed-dev
	@mkdir -p dist
	$(BIN)/cyclonedx-py environment --output-reproducible --of JSON -o dist/sbom.cdx.json $(BIN)/python

audit: $(VENV)/installed-dev
	$(BIN)/pip-audit --require-hashes --disable-pip -r requirements/run.txt

dist: $(VENV)/installed-dev
	$(BIN)/python -m build --no-isolation

clean:
	rm -rf build dist *.egg-info .demo .pytest_cache .mypy_cache .ruff_cache .hypothesis
