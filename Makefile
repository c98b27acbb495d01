# Everything runs in .venv; `make setup` is the only full install, the other targets call it when it is needed.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: setup run ingest test check bench eval clean

setup: $(STAMP)

$(STAMP): requirements.txt requirements-dev.txt requirements-no-deps.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps -r requirements-no-deps.txt
	touch $(STAMP)

run: setup ingest
	$(BIN)/python app.py

ingest: setup
	$(BIN)/python -m ingest

test: setup
	$(BIN)/python -m pytest

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m ingest --check

bench: setup
	$(BIN)/python -m tests.bench

eval: ingest
	rm -rf reports/dev
	$(BIN)/python -m evaluation run --questions data/questions/dev.jsonl --gate evaluation/floors.yaml --out reports/dev

clean:
	rm -rf $(VENV) index
