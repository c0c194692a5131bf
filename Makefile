# make run    sets up and opens the reader on the sample lists
# make test   sets up and passes the tests
# make cover  passes the tests and says which lines they miss
# make bench  measures (not part of the tests)

VENV := .venv
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)

.PHONY: run test cover bench picture clean

run: $(VENV)/installed
	@$(VENV)/bin/paperreader --sample

test: $(VENV)/tested
	$(VENV)/bin/ruff check
	$(VENV)/bin/ruff format --check
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	$(VENV)/bin/python -m pytest -n 4

cover: $(VENV)/tested
	$(VENV)/bin/python -m pytest -n 4 --cov --cov-report=term:skip-covered

bench: $(VENV)/tested
	$(VENV)/bin/python -m tests.benchmarks
	$(VENV)/bin/python -m tests.benchmarks.bench_import
	$(VENV)/bin/python -m tests.benchmarks.bench_search
	$(VENV)/bin/python -m tests.benchmarks.bench_merging
	$(VENV)/bin/python -m tests.benchmarks.bench_titles
	$(VENV)/bin/python -m tests.benchmarks.bench_race
	$(VENV)/bin/python -m tests.benchmarks.bench_screen --papers 182 100000
	$(VENV)/bin/python -m tests.benchmarks.bench_hour

picture: $(VENV)/tested
	$(VENV)/bin/python -m tests.picture docs/reader.svg

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "paperreader needs Python 3.11 or newer; set PYTHON=/path/to/python3" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: $(VENV)/bin/python pyproject.toml
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/tested: $(VENV)/bin/python pyproject.toml
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@ $(VENV)/installed

clean:
	rm -rf $(VENV) dist build
