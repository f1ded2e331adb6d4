# TPM Mentor: every target sets itself up from a bare clone (Python >= 3.11, git and make).
.DEFAULT_GOAL := help
SHELL := /bin/bash

PYTHON ?= python3
UV := $(shell command -v uv 2>/dev/null || echo .uv/bin/uv)
READY := .venv/.ready
RUN := .venv/bin/
# The tests start dozens of bots, which compile nothing then, also where bytecode is not written.
COMPILE := $(RUN)python -m compileall -q bot cogs playground tests bench
# Where bytecode is not written, each worker would also rewrite the asserts of all tests anew.
PYTEST := PYTHONDONTWRITEBYTECODE= $(RUN)pytest
SPEC := .discord-spec
# The libraries that bots in tests/foreign/bots are written with, each by itself.
FOREIGN := .foreign-bots
# The dialogues that play inside of pytest: what other processes say is said here, too.
DIALOGUES := tests/contract tests/e2e --ignore tests/e2e/test_kill.py --ignore tests/e2e/test_command_line.py
NEED_NODE := command -v node >/dev/null && command -v npm >/dev/null || \
  { echo "Node.js 18 or newer and npm are needed (Debian: apt install nodejs npm). Then try again."; exit 1; }
NPM_CI := npm ci --ignore-scripts --no-audit --no-fund --loglevel error

.PHONY: help demo run test check check-spec check-foreign fix bench soak attacks-mutation audit docs words clean

help: ## Show what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(READY) ## Try the bot on a local Discord in your browser
	@$(RUN)mentor demo $(if $(PORT),--port $(PORT))

run: $(READY) ## Run the bot with the settings in .env
	@$(RUN)mentor run

test: $(READY) ## Run the tests (under five minutes)
	@$(COMPILE)
	@$(PYTEST) -n 2 --dist worksteal -m "not soak" $(ARGS)

check: $(READY) ## Check format, lint, types and layers
	@$(RUN)ruff format --check .
	@$(RUN)ruff check .
	@$(RUN)pyright
	@$(RUN)lint-imports

check-spec: $(READY) $(SPEC)/schemas.json ## Check the playground against Discord's schemas (needs Node.js and npm)
	@rm -rf $(SPEC)/wire
	@$(COMPILE)
	@$(PYTEST) -q -n 2 --dist worksteal -m "not soak" --playground-wire $(SPEC)/wire $(DIALOGUES)
	@$(RUN)python -m conformance $(SPEC)/schemas.json $(SPEC)/wire

check-foreign: $(READY) $(patsubst %,$(FOREIGN)/%/.ready,discord_js hikari disnake) ## Run bots of other libraries on the playground (needs Node.js and npm)
	@$(COMPILE)
	@FOREIGN_BOTS=$(FOREIGN) $(RUN)pytest -q -n 2 --dist worksteal tests/foreign/test_other_libraries.py $(ARGS)

fix: $(READY) ## Format and mend what can be mended
	@$(RUN)ruff check --fix .
	@$(RUN)ruff format .

bench: $(READY) ## Measure against a bare bot (QUICK=1: a rough table in under a minute)
	@$(RUN)python -m bench $(if $(QUICK),--quick)

soak: $(READY) ## Run the long fault tests
	@SEEDS=$${SEEDS:-20} $(PYTEST) -m soak --timeout 14400 tests $(ARGS)

attacks-mutation: $(READY) ## Take each check away and see the attacks miss it (WORD="escaping": only these)
	@$(RUN)python -m tests.attacks.mutants $(WORD)

audit: | $(UV) ## List all parts (parts.cdx.json, CycloneDX) and ask whether any is known to be weak
	@.ci/audit "$(UV)"

docs: $(READY) ## Write the documents that are generated from the code
	@$(RUN)python -c "from bot.replies import policy; open('docs/privacy.md', 'w').write(policy.as_markdown())"

words: $(READY) ## Bring the translations in bot/locales up to date with the code
	@$(RUN)python -m translation

clean: ## Remove what the targets made (not var/, your data)
	rm -rf .venv .uv $(SPEC) $(FOREIGN) .pytest_cache .ruff_cache .hypothesis .import_linter_cache

$(READY): pyproject.toml playground/pyproject.toml uv.lock | $(UV)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed (found: $$($(PYTHON) --version)). Try: make PYTHON=python3.12"; exit 1; }
	@$(UV) sync --locked --quiet --compile-bytecode --python "$(PYTHON)"
	@touch $@

# Discord's schemas are never part of the project: npm gets the package that conformance/ pins.
$(SPEC)/schemas.json: conformance/package.json conformance/package-lock.json conformance/convert.mjs
	@$(NEED_NODE)
	@mkdir -p $(SPEC) && cp $^ $(SPEC)
	@$(NPM_CI) --prefix $(SPEC) || \
	  { echo "npm could not get Discord's schemas, see above: is its registry reachable?"; exit 1; }
	@node $(SPEC)/convert.mjs > $@.new && mv $@.new $@

$(FOREIGN)/discord_js/.ready: tests/foreign/bots/discord_js/package.json tests/foreign/bots/discord_js/package-lock.json
	@$(NEED_NODE)
	@mkdir -p $(@D) && cp $^ $(@D)
	@$(NPM_CI) --prefix $(@D) || \
	  { echo "npm could not get discord.js, see above: is its registry reachable?"; exit 1; }
	@touch $@

$(FOREIGN)/%/.ready: tests/foreign/bots/%/requirements.txt | $(UV)
	@rm -rf $(@D)
	@$(UV) venv --quiet --python "$(PYTHON)" $(@D)
	@$(UV) pip install --quiet --compile-bytecode --python $(@D)/bin/python --requirement $< || \
	  { echo "uv could not get $*, see above: is PyPI reachable?"; exit 1; }
	@touch $@

.uv/bin/uv: bootstrap/requirements.txt
	@$(PYTHON) -m venv .uv 2>/dev/null || { echo "Install python3-venv (Debian: apt install python3-venv) or uv, then try again."; exit 1; }
	@.uv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement $<
