# make run    make the environment if needed and serve
# make test   every check and every test
# make bench  performance, printed as a table
# make lint   style and types only
# make lock   resolve the dependencies anew

PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
TEST_PROCESSES ?= 2

RUN_STAMP = $(VENV)/.run-$(shell cat pyproject.toml requirements.lock | cksum | cut -d' ' -f1)
TEST_STAMP = $(VENV)/.test-$(shell cat pyproject.toml requirements.lock | cksum | cut -d' ' -f1)

.PHONY: run test bench lint lock

run: $(RUN_STAMP)
	@exec $(BIN)/python manage.py serve

test: lint
	$(BIN)/python manage.py check --settings langflow_site.settings.testing
	$(BIN)/python manage.py makemigrations --check --dry-run --settings langflow_site.settings.testing
	$(BIN)/python manage.py spectacular --validate --fail-on-warn --file /dev/null --settings langflow_site.settings.testing
	$(BIN)/python -m pytest -n $(TEST_PROCESSES) --dist loadgroup

bench: $(TEST_STAMP)
	$(BIN)/python -m tests.benchmarks

lint: $(TEST_STAMP)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

lock:
	uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 \
		--no-header --no-annotate --no-emit-index-url --output-file requirements.lock

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Python 3.11 or newer is needed; set PYTHON=...")'
	$(PYTHON) -m venv $(VENV)

# The stamps are named after what was installed, so an unchanged environment starts at once.
$(RUN_STAMP): | $(BIN)/python
	PYTHONWARNINGS=ignore $(BIN)/python -m pip install --quiet --disable-pip-version-check \
		--constraint requirements.lock --editable '.[openai,anthropic,ollama,agents,chroma,dataframe,documents,faiss,json,mcp,redis,s3,splitters,sql,vectors,voice,web,postgresql]'
	@touch $@

$(TEST_STAMP): | $(BIN)/python
	PYTHONWARNINGS=ignore $(BIN)/python -m pip install --quiet --disable-pip-version-check \
		--constraint requirements.lock --editable '.[openai,anthropic,ollama,amazon,agents,chroma,dataframe,documents,faiss,json,mcp,mongodb,mysql,redis,s3,splitters,sql,vectors,voice,web,postgresql,test]'
	@touch $@
