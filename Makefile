# make run       sets up and opens the reader on the sample lists
# make test      sets up and passes the tests
# make versions  passes the tests on each version of Python that is installed
# make long      passes the tests that could go on for ever, at full length
# make lowest    passes the fast tests with the oldest releases that pyproject.toml allows
# make dist      builds what an index gets, and checks it
# make cover     passes the tests and says which lines they miss
# make exports   lets other programs read what goes out: biber, pandoc, typst, bibtexparser 1, as far as they are installed
# make bench     measures (not part of the tests)

VENV := .venv
TOOLS := .venv-tools
LOWEST := .venv-lowest
VERSIONS := 3.11 3.12 3.13 3.14
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)

.PHONY: run test checks suite versions long lowest dist cover exports bench picture clean

run: $(VENV)/installed
	@$(VENV)/bin/paperreader --sample

test: checks suite

checks: $(VENV)/tested
	$(VENV)/bin/ruff check
	$(VENV)/bin/ruff format --check
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports

suite: $(VENV)/tested
	$(VENV)/bin/python -m pytest -n 4

# Each in an environment of its own: those on the path, and those that pyenv keeps beside it.
versions:
	@passed=; for version in $(VERSIONS); do \
		for python in python$$version $${PYENV_ROOT:-$$HOME/.pyenv}/versions/$$version.*/bin/python; do \
			$$python --version >/dev/null 2>&1 || continue; \
			$$python --version; \
			$(MAKE) --no-print-directory suite PYTHON=$$python VENV=.venv-$$version || exit 1; \
			passed="$$passed $$version"; \
			break; \
		done; \
	done; \
	echo "the tests pass with Python$${passed:- …: none of $(VERSIONS) is installed}"

long: $(VENV)/tested
	PAPERREADER_LONG=1 $(VENV)/bin/python -m pytest -n 4 tests/tui/main/test_painting.py tests/tui/main/test_hour.py

# Tests that meet each of the other projects, without the long ones: about a minute.
lowest: $(LOWEST)/installed
	$(LOWEST)/bin/python -m pytest -n 2 -k 'not (every_paper or balanced or comes_back or bomb)' \
		tests/test_packaging.py tests/charts tests/config tests/domain/test_memory.py tests/exports/test_bibtex.py \
		tests/formats/readers/test_bibtex.py tests/formats/readers/test_pubmed_xml.py \
		tests/formats/sources/test_encoding_guess.py tests/formats/sources/test_sheets.py \
		tests/formats/sources/test_compression.py tests/library/database tests/cli/test_organise.py \
		tests/tui/actions/test_note_templates.py tests/tui/actions/test_screening_dashboard.py

# The wheel is built from the source distribution, so that this has all it needs.
dist: $(TOOLS)/installed
	rm -rf dist
	$(TOOLS)/bin/python -m build --outdir dist
	$(TOOLS)/bin/python -m twine check --strict dist/*
	$(TOOLS)/bin/cffconvert --validate

cover: $(VENV)/tested
	$(VENV)/bin/python -m pytest -n 4 --cov --cov-report=term:skip-covered

# What is not installed is skipped, and listed at the end. BIBTEXPARSER_1 is a Python that has bibtexparser 1.
exports: $(VENV)/tested
	$(VENV)/bin/python -m pytest -o addopts=-q -rs tests/exports_heavy

bench: $(VENV)/tested
	$(VENV)/bin/python -m tests.benchmarks
	$(VENV)/bin/python -m tests.benchmarks.bench_import
	$(VENV)/bin/python -m tests.benchmarks.bench_search
	$(VENV)/bin/python -m tests.benchmarks.bench_merging
	$(VENV)/bin/python -m tests.benchmarks.bench_titles
	$(VENV)/bin/python -m tests.benchmarks.bench_race
	$(VENV)/bin/python -m tests.benchmarks.bench_screen --papers 182 100000
	$(VENV)/bin/python -m tests.benchmarks.bench_hour
	$(VENV)/bin/python -m tests.benchmarks.bench_exports

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

$(TOOLS)/installed:
	$(PYTHON) -m venv $(TOOLS)
	$(TOOLS)/bin/python -m pip install --quiet --disable-pip-version-check build cffconvert twine uv
	@touch $@

$(LOWEST)/installed: $(TOOLS)/installed pyproject.toml
	$(PYTHON) -m venv --clear $(LOWEST)
	$(TOOLS)/bin/uv pip install --quiet --resolution lowest-direct --python $(LOWEST)/bin/python --editable '.[test]'
	@touch $@

clean:
	rm -rf $(VENV) $(VERSIONS:%=.venv-%) $(LOWEST) $(TOOLS) dist build
