# Everything that a person or a CI job does with this project. `make` alone lists it.
#
#   PYTHON           the Python (3.11 or newer) that .venv is made with; default: the first fitting one on the PATH
#   TORCH_INDEX_URL  package index to take PyTorch from, for example its index of CPU builds or of one CUDA version;
#                    default: pip's own configuration
#   CMAKE_ARGS       how the engine is compiled; default: for the processor of this machine
#   PYTEST           more arguments for pytest, as in: make test PYTEST="-k citations"
#   SOAK             arguments of the load test, as in: make soak SOAK="--readers 20 --minutes 10"
#   BENCH            more arguments for debate bench, as in: make bench BENCH="--questions 40"
#
# pip's configuration, proxies included, and DEBATE_HOME and DEBATE_MODELS hold as everywhere.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
PYTEST ?=
SOAK ?= --readers 20 --minutes 10
BENCH ?=

export TORCH_INDEX_URL PYTHON CMAKE_ARGS
export GRADIO_ANALYTICS_ENABLED := False
export ANONYMIZED_TELEMETRY := False
# Where a shell forbids Python to keep what it compiled, every process would compile all modules and tests anew.
unexport PYTHONDONTWRITEBYTECODE

.NOTPARALLEL:
.PHONY: help run setup env models index test check browser bench bench-search eval-gate soak screenshots lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: setup ## set up what is missing and open the page on 127.0.0.1:7860
	@$(BIN)/debate ui

setup: env models index ## environment, models and index, without opening anything

env: $(INSTALLED) ## only the Python environment in .venv

$(INSTALLED): requirements.lock pyproject.toml scripts/install.sh scripts/compile_progress.py scripts/check_engine.py
	@scripts/install.sh $(VENV)
	@touch $@

models: $(INSTALLED) ## only fetch and verify the models
	@$(BIN)/debate models pull

index: $(INSTALLED) models ## only bring the index up to date
	@$(BIN)/debate index build

test: setup browser ## all tests, with the real models and a real browser
	@$(BIN)/python -m pytest $(PYTEST)

check: $(INSTALLED) ## ruff, mypy --strict and the fast tests, in under a minute
	@$(BIN)/ruff check .
	@$(BIN)/mypy --strict
	@scripts/fast_tests.sh $(BIN)/python $(PYTEST)

browser: ## only Chromium for the browser tests and screenshots
	@scripts/chromium.sh

bench: setup ## speed and memory beside LlamaIndex with the same models; BENCH="--quick" for ten minutes
	@$(BIN)/debate bench --xquad ../shared/data/xquad $(BENCH)

bench-search: setup ## retrieval on XQuAD: R@1 a direction, fused against dense
	@$(BIN)/python -m evals.bench_search

eval-gate: setup ## the evaluation suites; fails when a score falls below its bar
	@$(BIN)/debate eval gate

soak: setup ## 20 readers at once, then 100 kills; how many faults were tried and what was lost
	@$(BIN)/python -m evals.soak_load $(SOAK)
	@$(BIN)/python -m evals.soak_kill

screenshots: setup browser ## the pictures of the README, taken from the running page
	@$(BIN)/python -m evals.screenshots

lock: ## rewrite requirements.lock from pyproject.toml in a fresh environment
	@scripts/lock.sh

clean: ## remove .venv and caches; models, index and pip's cache stay
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
