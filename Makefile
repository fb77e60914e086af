# Every command of the store.  The words behind two hashes are the help that `make` prints.

.DEFAULT_GOAL := help
.PHONY: help run test lint format bench chaos demo-reset production pins theme translations runtime development

PYTHON := .venv/bin/python
# Without compiled modules every start would compile them anew.
unexport PYTHONDONTWRITEBYTECODE

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: runtime ## Start the demo store on http://localhost:8000 (another port: make run PORT=9000)
	@exec $(PYTHON) manage.py run_store

test: development ## Run all tests on SQLite and on PostgreSQL with Redis (some: make test ARGS="tests/shop -k price")
	@$(PYTHON) scripts/test.py $(ARGS)

lint: development ## Check style, types and the order of the layers
	@$(PYTHON) scripts/lint.py

format: development ## Sort imports and lay out the Python code
	@$(PYTHON) -m ruff check --fix --quiet .
	@$(PYTHON) -m ruff format .

bench: development ## Measure the store with 10,000 products and compare with the budgets
	@$(PYTHON) -m benchmarks.run

chaos: development ## Take away everything the store stands on under twenty buyers (ARGS="--database sqlite": a full disk)
	@$(PYTHON) -m tests.chaos.trial $(ARGS)

demo-reset: runtime ## Make the demo shop as new; people keep their accounts
	@$(PYTHON) manage.py seed_demo --reset

production: development ## Try all production processes on this computer, behind one HTTPS port
	@exec $(PYTHON) scripts/production.py

pins: development ## Compile requirements*.in into pinned requirements*.txt, newest allowed versions
	@.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --upgrade requirements.in -o requirements.txt
	@.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --upgrade requirements-dev.in -o requirements-dev.txt

theme: ## Build the style sheets from theme/ (needs Node.js)
	@cd theme && npm ci --silent && npm run build

translations: development ## Bring locale/ in step with the source and tell what lacks a translation
	@$(PYTHON) scripts/translations.py

runtime:
	@sh scripts/setup.sh requirements.txt

development:
	@sh scripts/setup.sh requirements-dev.txt
