# `make run` opens the app, `make test` runs every check. Both begin on a fresh machine and make what they need.
# Windows: the same steps as plain uv commands are in README.md.

.DEFAULT_GOAL := help
.PHONY: help env uv system run tour pictures test check lint types imports deck lock coverage test-headless bench forms kills fuzz memories anki-cards package format clean

# uv from the PATH, or a private copy in .uv
UV := $(shell command -v uv 2>/dev/null || echo .uv/bin/uv)
RUN := $(UV) run --no-sync
PACKAGE_ENV := build/package-env
HEADLESS_ENV := build/headless-env
# What stands on one floor with the windows or starts them. The rooms beneath may not import Qt (an import contract), so
# `make test` runs their tests once, in the whole suite; `make test-headless` runs them here too.
ROOMS_BESIDE_GUI := tests/cli tests/durability tests/presenters tests/test_bootstrap.py tests/test_repository.py
HEADLESS_TESTS := tests
# Each process takes tests that stand together, and from the others when it has none left
ON_ALL_CORES := -n auto --dist worksteal

# What Qt opens when it draws without a display, and pdftotext for the tests that read PDF files back
SYSTEM_PACKAGES := libegl1 libgl1 libdbus-1-3 libfontconfig1 libglib2.0-0 libxkbcommon0 poppler-utils
# What Qt opens when it draws on an X display
DISPLAY_PACKAGES := $(filter-out poppler-utils,$(SYSTEM_PACKAGES)) \
	libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxkbcommon-x11-0

# PyInstaller ships Python as a shared library, which Debian keeps in a package of its own
LIBPYTHON := 'import sys; print("libpython%d.%d" % sys.version_info[:2] if sys.base_prefix == "/usr" else "")'

ifeq ($(shell uname -s),Linux)
SPEC := linux
PROGRAM := build/bundle/certdeck/certdeck
HAS_DISPLAY := $(DISPLAY)$(WAYLAND_DISPLAY)
else
SPEC := macos
PROGRAM := build/bundle/Certdeck.app/Contents/MacOS/certdeck
HAS_DISPLAY := yes
endif

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# --- Environment

uv:
	@command -v $(UV) >/dev/null || { \
		echo "uv is not on the PATH; putting a copy into .uv"; \
		python3 -m venv --clear .uv >/dev/null 2>&1 || \
			{ tools/system.sh python3 python3-venv && python3 -m venv --clear .uv; } && \
		.uv/bin/pip install --quiet --disable-pip-version-check uv; }

env: uv ## Make the locked environment in .venv
	@$(UV) sync --locked --quiet

system: ## Install the Debian or Ubuntu libraries that the tests need
	@tools/system.sh $(SYSTEM_PACKAGES)

# --- The app

run: env ## Open the app; without a display, run the tour instead
ifneq ($(HAS_DISPLAY),)
	@tools/system.sh $(DISPLAY_PACKAGES) || echo "Going on without them; Qt says so if it needs one."
	@$(RUN) certdeck gui
else
	@echo "There is no display, so this is the tour: it drives the app offscreen and writes its pictures to build/tour."
	@$(MAKE) --no-print-directory tour
endif

tour: env system ## Drive the app offscreen and write a picture of every screen to build/tour
	@QT_QPA_PLATFORM=offscreen $(RUN) certdeck tour --out build/tour

PICTURES := today study-answer exam-multiple-choice report-open sheet

pictures: tour ## Renew the pictures in README from the tour
	@mkdir -p docs/pictures
	@cp $(PICTURES:%=build/tour/%-light.png) docs/pictures/

# --- Checks

test: export QT_QPA_PLATFORM = offscreen
test: env system ## Run every check and the whole suite
	@$(MAKE) --no-print-directory check
	@$(MAKE) --no-print-directory test-headless HEADLESS_TESTS="$(ROOMS_BESIDE_GUI)"
	@$(MAKE) --no-print-directory coverage

check: env lock lint types imports deck ## Run what takes seconds: lock file, ruff, mypy, import contract, deck

lock: uv
	$(UV) lock --check --quiet

lint: env
	$(RUN) ruff check .
	$(RUN) ruff format --check .

types: env
	$(RUN) mypy

imports: env
	$(RUN) lint-imports

deck: env
	$(RUN) certdeck check decks/aws-mla

# The gate is read before its numbers are printed, so that pytest's closing line stays the last one when all is well.
coverage: env ## Run the suite with coverage on all cores; core, services and presenters need 95 % of branches
	$(RUN) pytest $(ON_ALL_CORES) --cov --cov-report=
	@$(RUN) coverage report --include='*/certdeck/core/*,*/certdeck/services/*,*/certdeck/presenters/*' --fail-under=95 \
		>build/coverage/gate.txt || { cat build/coverage/gate.txt; echo "Coverage is below 95 %."; exit 1; }
	@echo "Branches of core, services and presenters: $$(awk '/^TOTAL/ { print $$NF }' build/coverage/gate.txt)"

test-headless: export UV_PROJECT_ENVIRONMENT = $(HEADLESS_ENV)
test-headless: uv ## Run the suite minus gui in an environment without PySide6
	@$(UV) sync --locked --quiet --no-install-package pyside6-essentials --no-install-package shiboken6
	$(RUN) pytest $(ON_ALL_CORES) -p no:pytest-qt --override-ini='addopts=-ra --strict-markers --import-mode=importlib' \
		--override-ini='cache_dir=build/pytest-headless' -W 'ignore:Unknown config option:pytest.PytestConfigWarning' \
		--ignore=tests/gui --ignore=tests/bench $(HEADLESS_TESTS)

bench: env system ## Measure the start, an exam, searching, studying, the fit, the figures and paper beside limits and peers
	@QT_QPA_PLATFORM=offscreen $(RUN) python -m tests.bench.start
	@QT_QPA_PLATFORM=offscreen $(RUN) python -m tests.bench.exam
	@QT_QPA_PLATFORM=offscreen $(RUN) python -m tests.bench.search
	@QT_QPA_PLATFORM=offscreen $(RUN) python -m tests.bench.fit
	@QT_QPA_PLATFORM=offscreen $(RUN) python -m tests.bench.study
	@QT_QPA_PLATFORM=offscreen $(RUN) python -m tests.bench.statistics
	@QT_QPA_PLATFORM=offscreen $(RUN) python -m tests.bench.anki_package
	@QT_QPA_PLATFORM=offscreen $(RUN) python -m tests.bench.anki_import
	@QT_QPA_PLATFORM=offscreen $(RUN) python -m tests.bench.window
	@$(RUN) python -m tests.bench.paper

forms: env ## Draw 10,000 forms from several banks and check each to the item
	CERTDECK_FORMS=10000 $(RUN) pytest -q tests/core/exam/test_many_forms.py

kills: env ## Kill 200 sittings in the middle and see that nothing is lost
	CERTDECK_KILLS=200 $(RUN) pytest -q tests/durability -k exam_that_is_killed

fuzz: env ## Throw 100,000 broken files at the importers
	@$(RUN) python -m tests.bench.fuzz_imports

memories: env ## Play 100,000 histories and compare every stored memory with the library's
	CERTDECK_HISTORIES=100000 $(RUN) pytest -q tests/memory/test_many_histories.py

anki-cards: env ## Drive the cards for Anki in a real browser: choose, order, match, keyboard, touch, both schemes
	@tools/system.sh chromium chromium-driver
	$(RUN) pytest -q tests/phone

# --- Bundle

package: export UV_PROJECT_ENVIRONMENT = $(PACKAGE_ENV)
package: uv ## Build the one-folder bundle for this system and let it check itself
	@$(UV) sync --locked --quiet --no-dev --group package
	@tools/system.sh $(SYSTEM_PACKAGES) binutils $$($(RUN) python -c $(LIBPYTHON))
	$(RUN) pyinstaller --noconfirm --log-level WARN --distpath build/bundle --workpath build/pyinstaller packaging/$(SPEC).spec
	@du -sh build/bundle/*
	QT_QPA_PLATFORM=offscreen $(PROGRAM) --self-check

# --- Keeping house

format: env ## Sort imports and format the code
	$(RUN) ruff check --fix .
	$(RUN) ruff format .

clean: ## Remove everything that was built; your study data stays
	rm -rf build dist .venv .uv .ruff_cache .mypy_cache .pytest_cache .hypothesis .import_linter_cache
