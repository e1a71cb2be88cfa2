# The project's commands. `make demo` and `make test` each work on their own, first, in a fresh clone
# with python3 (3.11 or later, with venv) and make; PYTHON=/path/to/python chooses another one.
PYTHON   ?= python3
VENV     := .venv
BIN      := $(VENV)/bin
PIP      := $(BIN)/python -m pip
SUITE    := $(BIN)/python -m pytest -n auto --ignore tests/real_clients

DEMO     := build/demo
TICKETS  := build/tickets
PICTURES := build/pictures
BENCH    := build/bench.json
MODULES  := tests/browser/node_modules
LOCK     := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
            --custom-compile-command "make lock"

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help demo test test-all fuzz mutants test-real test-browser pictures bench lint format types regen lock clean

help:
	@echo "make demo         plan the largest sample into $(DEMO)"
	@echo "make test         run the test suite without what is slow, in a few minutes"
	@echo "make test-all     run the whole test suite, and measure what it covers"
	@echo "make fuzz         read thousands of torn or hostile files; takes long"
	@echo "make mutants      break the code in 350 places, and see whether a test notices; takes long"
	@echo "make test-real    let Samba, jCIFS, hivex, Wine and the kernel take what we write"
	@echo "make test-browser let Chromium show and print every ticket, and check it as HTML"
	@echo "make pictures     write PNGs of every ticket on screens and on paper into $(PICTURES)"
	@echo "make bench        measure speed and memory: docs/speed.md; AGAINST=REV: beside that commit"
	@echo "make lint         check layout and lint; make format lays out; make types checks types"
	@echo "make regen        remake the golden files of samples/ and tests/, and what pages show"
	@echo "make lock         remake .ci/requirements*.txt from pyproject.toml (needs uv)"
	@echo "make clean        remove the venv and what builds, tests and tools leave behind"

demo: $(VENV)/project.stamp
	@mkdir -p $(dir $(DEMO))
	$(BIN)/x400fix plan samples/hub/inventory.csv --out $(DEMO) --force
	@echo "Written into $(DEMO):" && cd $(DEMO) && find . -type f | LC_ALL=C sort

test: $(VENV)/project.stamp $(VENV)/dev.stamp
	$(SUITE)

test-all: $(VENV)/project.stamp $(VENV)/dev.stamp
	$(SUITE) --all --cov --cov-report=term-missing:skip-covered

fuzz: $(VENV)/project.stamp $(VENV)/dev.stamp
	$(SUITE) --hypothesis-profile=search tests/test_cli_chaos.py tests/test_evidence_fuzz.py

# MUTANTS="--only pool --sample 50": some of them; --help says what else.
mutants: $(VENV)/project.stamp $(VENV)/dev.stamp
	$(BIN)/python -m tests.mutants $(MUTANTS)

# Fails where one of their programs is missing; .ci/run installs them.
# What fails has a second chance alone: on a busy machine Wine at times cannot start a program.
test-real: $(VENV)/project.stamp $(VENV)/dev.stamp
	$(BIN)/python -m pytest -n auto --require-real tests/real_clients \
	  || $(BIN)/python -m pytest --require-real --last-failed tests/real_clients

# Both need Node.js 18.19 or later with npm, Chromium, and poppler-utils; .ci/run installs them.
test-browser: $(MODULES)/stamp $(VENV)/project.stamp $(VENV)/dev.stamp
	rm -rf $(TICKETS)
	$(BIN)/python -m tests.tickets $(TICKETS)
	cd tests/browser && npm test --silent

pictures: $(MODULES)/stamp $(VENV)/project.stamp $(VENV)/dev.stamp
	rm -rf $(TICKETS) $(PICTURES)
	$(BIN)/python -m tests.tickets $(TICKETS) --pdf
	node tests/browser/pictures.mjs $(PICTURES)

bench: $(VENV)/project.stamp $(VENV)/dev.stamp
	@mkdir -p $(dir $(BENCH))
	$(BIN)/python -m tests.bench --json $(BENCH) $(if $(AGAINST),--against $(AGAINST))

lint: $(VENV)/dev.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

format: $(VENV)/dev.stamp
	$(BIN)/ruff format .

types: $(VENV)/dev.stamp
	$(BIN)/mypy

regen: $(VENV)/project.stamp $(VENV)/dev.stamp
	$(BIN)/python -m tests.regen
	$(BIN)/python -m tests.regen_errors
	$(BIN)/python -m tests.docs

# Keeps what is pinned and still fits; remove the two files first to take the newest of everything.
lock:
	$(LOCK) --group backend pyproject.toml --output-file .ci/requirements.txt
	$(LOCK) --group dev --constraints .ci/requirements.txt --output-file .ci/requirements-dev.txt

clean:
	rm -rf $(VENV) $(MODULES) build dist .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find generator templates tests -name __pycache__ -prune -exec rm -rf {} +

# Run-time libraries and the build backend. The venv is made anew when they change, so that nothing
# unpinned stays in it; the other two stamps live inside it and go with it.
$(VENV)/run.stamp: .ci/requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "x400fix needs Python 3.11")'
	$(PYTHON) -m venv --clear $(VENV)
	$(PIP) install --quiet --no-deps --require-hashes -r .ci/requirements.txt
	@touch $@

$(VENV)/project.stamp: $(VENV)/run.stamp pyproject.toml generator/x400fix/__init__.py
	$(PIP) install --quiet --no-build-isolation --no-deps -e .
# As pip does for a wheel: else every start compiles again where Python may not write bytecode.
	$(BIN)/python -m compileall -q generator
	@touch $@

# From whatever registry npm is set to: the lock names none, only what each package must hash to.
$(MODULES)/stamp: tests/browser/package.json tests/browser/package-lock.json
	cd tests/browser && npm ci
	@touch $@

$(VENV)/dev.stamp: $(VENV)/run.stamp .ci/requirements-dev.txt
	$(PIP) install --quiet --no-deps --require-hashes -r .ci/requirements-dev.txt
	@touch $@
