# make run: the app · make test: everything · make bench: speed and quality · make help: all targets

PYTHON ?= python3
BIN := .venv/bin
ADDRESS ?= 127.0.0.1
PORT ?= 8501

.PHONY: help setup setup-dev run test torture test-spark test-sf browser allocator nginx lint format types pins audit licences translations screenshots demo bench load

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

setup: .venv/.run  ## create the environment to run in

setup-dev: .venv/.dev  ## the same, with what the tests need

.venv/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo "Kaartenbak needs Python 3.11 or newer; name one with: make PYTHON=python3.11 run"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	    { echo "Python cannot make environments yet. Install it first: apt install python3-venv"; exit 1; }
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv || \
	    echo "uv is not available, pip does the work (slower)"
	@touch $@

# uv is about 15 times faster than pip, which does the work where uv cannot be had. Compiling at
# once, as pip does too, spares the first start ten seconds.
.venv/.run: requirements.txt | .venv/.python
	@echo "Installing the environment ..."
	@$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python -r requirements.txt 2>/dev/null || \
	    $(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/.dev: requirements-dev.txt | .venv/.run
	@echo "Installing what the tests need ..."
	@$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python -r requirements-dev.txt 2>/dev/null || \
	    $(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

.venv/.spark: requirements-spark.txt | .venv/.dev
	@echo "Installing PySpark ..."
	@$(BIN)/uv pip install --quiet --python $(BIN)/python -r requirements-spark.txt 2>/dev/null || \
	    $(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-spark.txt
	@touch $@

run: setup  ## start the app on http://127.0.0.1:8501
	@$(BIN)/python -m dq serve --address $(ADDRESS) --port $(PORT)

browser: setup-dev  ## find or install a Chromium for the browser tests
	@PYTHONPATH=.:tests $(BIN)/python tests/browser/chromium.py

allocator: setup-dev  ## find or install an allocator with which the tests are a fifth quicker
	@PYTHONPATH=.:tests $(BIN)/python tests/allocator.py

nginx: setup-dev  ## find or install the nginx that the tests put before Kaartenbak
	@$(BIN)/python tests/debian.py nginx nginx-light

test: setup-dev browser allocator nginx  ## lint, types and the whole suite
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/ty check
	@$(BIN)/python -m pytest
	@$(BIN)/python tests/matching/java.py
	@$(BIN)/python tests/handover/salesforce_cli.py

torture: setup-dev  ## kill it 300 times at random moments, feed it 10,000 bad files (see docs)
	@PYTHONPATH=.:tests $(BIN)/python -W ignore -m torture.kills --kills 300
	@PYTHONPATH=.:tests $(BIN)/python -W ignore -m torture.files --files 10000

test-spark: .venv/.spark  ## install PySpark and test the engine for a cluster
	@$(BIN)/python tests/matching/java.py
	@$(BIN)/python -m pytest -n 0 tests/matching/test_engines.py

SF_CLI := @salesforce/cli@2.150.6 @apexdevtools/apex-parser@5.2.0
# The CLI needs a Node that reads zstd, which comes along where the machine's is older.
SF_NODE = node-$$(uname -s | tr A-Z a-z)-$$(uname -m | sed 's/x86_64/x64/;s/aarch64/arm64/')@22.23.3

.venv/.sf: | .venv/.dev
	@command -v npm >/dev/null || { echo "npm is not there. Install it first: apt install npm"; exit 1; }
	@echo "Installing the Salesforce CLI (480 MB) ..."
	@mkdir -p .venv/sf && cd .venv/sf && echo '{"private": true}' > package.json && \
	    { node -e 'process.exit(!require("zlib").createZstdDecompress)' && node= || node="$(SF_NODE)"; \
	    npm install --no-audit --no-fund --loglevel=error $$node $(SF_CLI); }
	@touch $@

test-sf: .venv/.sf  ## install the Salesforce CLI and load a package with it
	@$(BIN)/python -m pytest -n 0 tests/handover/package/sf

lint: setup-dev  ## what ruff finds
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

format: setup-dev  ## let ruff put the layout right
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

types: setup-dev  ## the type checker
	@$(BIN)/ty check

COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-header --no-annotate --generate-hashes

pins: setup-dev  ## resolve the .in lists into pinned requirements, with the hashes of their files
	@$(COMPILE) requirements.in -o requirements.txt
	@$(COMPILE) -c requirements.txt requirements-dev.in -o requirements-dev.txt
	@$(COMPILE) -c requirements.txt requirements-spark.in -o requirements-spark.txt

audit: setup  ## ask PyPI for known vulnerabilities of what the product runs with (needs the internet)
	@$(BIN)/uv tool run pip-audit==2.10.1 --disable-pip --require-hashes --requirement requirements.txt

licences: setup-dev  ## list the licences of what the product runs with
	@$(BIN)/python tests/licences.py

CATALOGUE := pages/locale/nl/LC_MESSAGES/dq.po

translations: setup-dev  ## bring the Dutch catalogue in step with the messages in the code
	@$(BIN)/pybabel --quiet extract --no-default-keywords -k _ -k N_ -k plain -k n_:1,2 -k counted:1,2 \
	    --add-location=file --sort-by-file --no-wrap -o .venv/messages.pot dq pages
	@$(BIN)/pybabel --quiet update --no-fuzzy-matching --ignore-obsolete --no-wrap \
	    --ignore-pot-creation-date -D dq -l nl -i .venv/messages.pot -o $(CATALOGUE)
	@$(BIN)/pybabel --quiet compile -D dq -l nl -i $(CATALOGUE) -o $(CATALOGUE:.po=.mo)

screenshots: setup-dev browser  ## make the pictures of the README anew, from the demo
	@PYTHONPATH=.:tests:tests/browser $(BIN)/python -W ignore -m pictures docs/pictures

demo: setup-dev  ## make the demo company's exports anew
	@$(BIN)/python -m data.make_demo

bench: setup-dev browser  ## measure speed and matching, and write the pages in docs/ (an hour)
	@$(BIN)/python -m bench
	@$(BIN)/python -m bench.matching

load: setup-dev browser  ## twenty people at work at 100,000 contacts, for five minutes
	@$(BIN)/python -m bench.load
