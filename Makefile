# Everything this project does from the command line; `make help` lists it.
.DEFAULT_GOAL := help
.PHONY: run trainer talk ask train forget test checks evaluate bench faults hostile lock clean help
# No usage data to Rasa's makers, and no advice on SQLAlchemy that only they could follow.
export RASA_TELEMETRY_ENABLED := false
export SQLALCHEMY_SILENCE_UBER_WARNING := 1

# pyenv and uv read .python-version, so a python3.10 that is only a shim works here too.
PYTHON := $(shell python3.10 -c 'print("python3.10")' 2>/dev/null)
UV := $(shell command -v uv 2>/dev/null)
ifneq ($(PYTHON),)
  MAKE_VENV := $(PYTHON) -m venv --clear .venv
  INSTALL := .venv/bin/python -m pip install --disable-pip-version-check
else ifneq ($(UV),)
  MAKE_VENV := uv venv --clear --python 3.10 .venv
  INSTALL := uv pip install --python .venv/bin/python --compile-bytecode
else
  MAKE_VENV := @echo "Python 3.10 is missing: install it (pyenv install 3.10) or uv, and run make again."; exit 1;
endif
LOCKED := --no-deps --no-build-isolation --require-hashes
# Stamps: the environment is made anew when the lock or the stand-in is newer than they.
RUNTIME := .venv/runtime
DEVELOPMENT := .venv/development

run: $(RUNTIME)  ## Train if the data changed, then serve the assistant and the trainers' console (WORKERS=n)
	ASSISTANT_WORKERS="$${WORKERS:-$$ASSISTANT_WORKERS}" .venv/bin/python -m bot.run --console
trainer: $(RUNTIME)  ## Make an account for the trainers' console
	.venv/bin/python -m bot.console trainer
talk: $(RUNTIME)  ## Talk in the terminal
	.venv/bin/python -m bot.talk
ask: $(RUNTIME)  ## Show how TEXT="a question" is understood and answered
	.venv/bin/python -m bot.ask "$$TEXT"
train: $(RUNTIME)  ## Train the model
	.venv/bin/python -m bot.training
forget: $(RUNTIME)  ## Delete conversations: WHAT="--key KEY", --person, --before 2026-01-31, --days 30
	.venv/bin/python -m bot.forget $(WHAT)
checks: $(RUNTIME)  ## Check the facts, the questions and the domain: seconds, no model
	.venv/bin/python -m bot.checks
evaluate: $(DEVELOPMENT)  ## Score the held-out questions and dialogues, with plots
	.venv/bin/python -m tests.evaluate --curves
bench: $(DEVELOPMENT)  ## Measure the widget, the console, and speed beside a bare and a stock Rasa: hours
	.venv/bin/python -m benchmarks.widget
	.venv/bin/python -m benchmarks.console 10000 100000 1000000
	.venv/bin/python -m benchmarks.console 10000 100000 1000000 --postgresql
	.venv/bin/python -m benchmarks $(BENCH_ARGS)
faults: $(DEVELOPMENT)  ## Try faults while 50 people talk, and write the table of docs/reliability.md
	.venv/bin/python -m benchmarks.faults --write
hostile: $(DEVELOPMENT)  ## Fire 10,000 hostile inputs at every way in: 25 minutes; HOSTILE_ARGS="--each 500"
	.venv/bin/python -m bot.training --if-new
	.venv/bin/python -m tests.hostile $(HOSTILE_ARGS)
test: $(DEVELOPMENT)  ## Check the data, the layers and the style, then run every test
	.venv/bin/python -m bot.checks
	.venv/bin/lint-imports
	.venv/bin/ruff check .
	.venv/bin/python -m tests.browser
	.venv/bin/python -m bot.training --if-new
	.venv/bin/python -m pytest -n 2 --dist loadfile $(PYTEST_ARGS)
lock:  ## Lock the requirements anew (needs uv; see requirements/README.md)
	cd requirements && for name in build runtime development stock; do \
	  uv pip compile $$name.in -o $$name.txt --quiet --python-version 3.10 \
	    $$([ $$name = stock ] || echo --override overrides.in) \
	    --generate-hashes --custom-compile-command "make lock" $(LOCK_ARGS) || exit 1; done
clean:  ## Remove the environment, the models and the caches; conversations stay
	rm -rf .venv .bench models .rasa .pytest_cache .ruff_cache .import_linter_cache .hypothesis
help:  ## List these commands
	@awk -F ':.*  ## ' 'NF == 2 && /^[a-z]/ {printf "  make %-9s %s\n", $$1, $$2}' Makefile

$(RUNTIME): requirements/build.txt requirements/runtime.txt $(wildcard stubs/*.* stubs/*/*.py)
	$(MAKE_VENV)
	$(INSTALL) $(LOCKED) -r requirements/build.txt
	$(INSTALL) $(LOCKED) -r requirements/runtime.txt
	$(INSTALL) --no-deps --no-build-isolation ./stubs
	rm -rf stubs/build stubs/*.egg-info
	touch $@
$(DEVELOPMENT): $(RUNTIME) requirements/development.txt
	$(INSTALL) $(LOCKED) -r requirements/development.txt
	touch $@
