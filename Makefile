# Every target makes .venv by itself; it needs nothing but python3 (3.11 or newer), venv and make.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

CORPUS ?= $(or $(ROLEVET_CORPUS),$(wildcard ../shared/corpus))

# Else each of the tests' many processes compiles the same modules anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo test test-installed lint format golden docs corpus bench build clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "rolevet needs Python 3.11 or newer; set PYTHON=/path/to/python3.11")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --editable '.[demo]' --group dev
	@touch $@

demo: $(READY) ## the whole scan against a simulated AWS on this machine
	@$(BIN)/rolevet demo

test: $(READY) ## the tests, with coverage
	ROLEVET_CORPUS=$(CORPUS) $(BIN)/pytest -n 3 --dist worksteal --cov --cov-report=term

test-installed: $(READY) ## the built wheel with a third-party plugin, and cfn-lint, in virtual environments of their own
	$(BIN)/pytest -m installed tests/installed

lint: $(READY) ## ruff, mypy --strict, import contracts
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(READY) ## let ruff format and sort what it can
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

golden: $(READY) ## write the golden outputs of the tests anew
	ROLEVET_GOLDEN=write $(BIN)/pytest -q tests/reports tests/scanner/cli tests/scanner/test_snapshot.py

docs: $(READY) ## write the pages of the rules anew, in docs/rules
	$(BIN)/python tests/docs_pages.py

corpus: $(READY) ## compare lint with real files in $$ROLEVET_CORPUS, and write docs/corpus.md anew
	ROLEVET_CORPUS=$(CORPUS) $(BIN)/python tests/corpus_page.py

bench: $(READY) ## timings as ratios against a baseline of the same run
	$(BIN)/python tests/bench/run.py

build: $(READY) ## the wheel and the source archive, in dist/
	$(BIN)/hatchling build -d dist

clean: ## remove what the other targets made
	rm -rf .venv dist .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
