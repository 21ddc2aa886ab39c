# SPDX-License-Identifier: Apache-2.0
# Taawun's commands. `make help` lists them; CI says the same words.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready
# What a node runs on is enough for the demonstration, which compiles while it plays; everything else is a superset.
RUNNING := $(VENV)/.running
COMPILED := $(VENV)/.compiled
LOCKS := requirements/run.txt requirements/dev.txt
# Packages are named by version and hash, never by where they come from (docs/decisions/0002).
COMPILE := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11

.DEFAULT_GOAL := help
# Many processes start here, and each would compile the whole program again where this is set.
unexport PYTHONDONTWRITEBYTECODE
# A file of tests stays in one process, so that what it founds once is founded once.
TWO := -n 2 --dist loadfile --no-loadscope-reorder

.PHONY: help setup demo run test check fix bench assets screenshots docs lock locale sector

help: ## Show these commands
	@echo "make COMMAND"
	@echo
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/  \1 # \2/p' Makefile | while IFS='#' read -r name text; do printf '%-15s%s\n' "$$name" "$$text"; done

setup: $(STAMP) ## Make .venv with every tool at its locked version (PYTHON=python3.12 picks another Python)

$(STAMP): requirements/uv.txt requirements/dev.txt pyproject.toml tools/setup
	@PYTHON=$(PYTHON) VENV=$(VENV) tools/setup
	@touch $(RUNNING) $(COMPILED) $@

$(RUNNING): requirements/uv.txt requirements/run.txt pyproject.toml tools/setup
	@PYTHON=$(PYTHON) VENV=$(VENV) tools/setup run
	@touch $@

$(COMPILED): $(RUNNING)
	@$(BIN)/python -m taawun.engines.ready
	@$(BIN)/python -m taawun.formats.ais.ready
	@touch $@

demo: $(RUNNING) ## Run two nodes and the whole story on this machine (ONCE=1 exits at the end, JSON=FILE writes the evidence)
	@$(BIN)/taawun demo $(if $(ONCE),--once) $(if $(JSON),--json $(JSON))

run: $(COMPILED) ## Serve one node and its worker (TAAWUN_HOME=FOLDER, made by `taawun init`)
	@$(BIN)/taawun serve

test: setup ## Check the code and run all tests on both databases (ONLY=PATH runs a part on SQLite)
ifdef ONLY
	@$(BIN)/pytest $(TWO) $(ONLY)
else
	@tools/browser
	@tools/test
endif

check: setup ## Lint, types, layers, generated files
	@$(BIN)/python -m tools.check

fix: setup ## Format the code and write again what is generated
	@$(BIN)/python -m tools.check --fix

bench: setup ## Measure speed, one JSON object a line (ONLY=exchange,ledger picks areas)
	@$(BIN)/python -m tests.bench $(ONLY)

assets: setup ## Build what pages are served with: fonts, scripts and maps (needs Node), the compiled catalogues
	@$(BIN)/python -m tools.catalogues compile
	@$(BIN)/python -m tools.assets

screenshots: assets ## Photograph twenty pages in three languages into .screenshots/ (ONLY=home,case ALSO=dark,phone pick)
	@ONLY=$(ONLY) ALSO=$(ALSO) $(BIN)/pytest -q -n0 tests/browser/photographs.py

docs: setup ## Write again the reference pages
	@$(BIN)/python -m tools.settings_page
	@$(BIN)/python -m tools.instrument_schema
	@$(BIN)/python -m tools.components

lock: setup ## Choose versions again and write the hashed requirements
	@$(COMPILE) --upgrade pyproject.toml --group build --output-file requirements/run.txt
	@$(COMPILE) --upgrade pyproject.toml --group dev --constraint requirements/run.txt --output-file requirements/dev.txt
	@echo 'uv' | $(COMPILE) --upgrade - --output-file requirements/uv.txt
	@$(BIN)/python -m tools.no_hosts

locale: setup ## Collect the strings of every page into the catalogues, and compile them
	@$(BIN)/python -m tools.catalogues extract
	@$(BIN)/python -m tools.catalogues compile

sector: setup ## Start a new sector that passes its tests (name=harbour_safety)
	@$(BIN)/python -m tools.sector $(name)
	@$(BIN)/python -m tools.catalogues extract
