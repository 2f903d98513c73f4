# `make run` opens the dashboard, `make host` hosts it, `make test` runs every test; all set up what they need.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
# Where `make run` and `make host` listen: this machine alone. ADDRESS=0.0.0.0 opens it to the network.
ADDRESS ?= 127.0.0.1
PORT ?= 8501
DOSSIER ?= japan-russia
SHIPPED := $(patsubst data/%/codebook.toml,%,$(wildcard data/*/codebook.toml))
WORKERS ?= 2
REPLICAS ?= 2
NAME ?= localhost
# pip compiles one file after the other; this takes all processors. Some packages ship files that are no Python of this version.
COMPILE := $(BIN)/python -m compileall -q -j 0 $(VENV)/lib >/dev/null 2>&1 || true

.PHONY: run host test check licences train coverage speed rerun bench fuzz clean

run: $(VENV)/.run
	$(BIN)/streamlit run dashboard.py --server.address $(ADDRESS) --server.port $(PORT)

# nginx and $(REPLICAS) replicas until Ctrl-C; SIGHUP starts the replicas anew, one after the other.
host: $(VENV)/.run nginx
	$(BIN)/python -m deploy.host --port $(PORT) --replicas $(REPLICAS) --address $(ADDRESS) --name $(NAME)

test: $(VENV)/.dev browser nginx postgres
	OPENBLAS_NUM_THREADS=1 $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	for dossier in $(SHIPPED); do $(BIN)/python -m stance validate $$dossier || exit 1; done
	$(BIN)/python -m upkeep.licences
	$(BIN)/python -m upkeep.audit

licences: $(VENV)/.dev
	$(BIN)/python -m upkeep.licences --write

train: $(VENV)/.run
	$(BIN)/python -m stance train $(DOSSIER)

coverage: $(VENV)/.run
	$(BIN)/python -m benchmarks.coverage

speed: $(VENV)/.run
	$(BIN)/python -m benchmarks.speed

rerun: $(VENV)/.run
	$(BIN)/python -m benchmarks.rerun

# All figures of docs/performance.md; SOAK=1800 lets visitors come and go for half an hour.
SOAK ?= 120
bench: $(VENV)/.dev browser nginx
	$(BIN)/python -m benchmarks --soak $(SOAK)

# The browser of the tests: Debian's chromium without windows, installed here where it is missing.
.PHONY: browser
browser:
	@command -v chromium-headless-shell >/dev/null || sh tests/install_browser.sh

# The server of the tests of codings: Debian's PostgreSQL, installed here where it is missing; none of it is started.
.PHONY: postgres
postgres:
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || sh tests/install_postgres.sh

# Debian's nginx with its brotli, installed here where one of them is missing.
.PHONY: nginx
nginx:
	@test -x /usr/sbin/nginx -a -e /usr/lib/nginx/modules/ngx_http_brotli_static_module.so || sh deploy/install_nginx.sh

$(BIN)/python:
	$(PYTHON) -m venv $(VENV) || sh tests/install_venv.sh $(PYTHON) $(VENV)

$(VENV)/.run: requirements.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check -r requirements.txt
	@$(COMPILE)
	@touch $@

$(VENV)/.dev: requirements.txt requirements-dev.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check -r requirements-dev.txt
	@$(COMPILE)
	@touch $@ $(VENV)/.run

# Every reader on random input, ten minutes each; atheris has wheels for Linux alone.
fuzz: $(VENV)/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-fuzz.txt
	$(BIN)/python -m benchmarks.fuzz

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
