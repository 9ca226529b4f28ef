# Everything a newcomer needs: `make demo` shows the guard at work, `make test` runs its tests.
# Each has a virtual environment of its own, and needs nothing but Python 3.11 or newer.

PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
SOURCES := pyproject.toml hatch_build.py README.md LICENSE man/chimera-guard.1 $(shell find chimera_guard shell -type f -not -name '*.pyc')

.PHONY: demo test lint man clean
.DELETE_ON_ERROR:

demo: .venv-demo/installed
	@sh examples/demo.sh .venv-demo/bin/chimera-guard

test: .venv-test/installed
	.venv-test/bin/pytest $(ARGS)

lint: .venv-test/installed
	.venv-test/bin/ruff check .
	.venv-test/bin/ruff format --check --quiet --exclude "*.md" .
	.venv-test/bin/mypy --strict

man: .venv-test/installed  ## the parts of man page and README that are made from code and catalogue
	PYTHONPATH=. .venv-test/bin/python man/generate.py

.venv-demo/installed: $(SOURCES)
	$(call venv,.venv-demo)
	.venv-demo/bin/pip install --quiet --disable-pip-version-check --force-reinstall --no-deps .
	.venv-demo/bin/pip install --quiet --disable-pip-version-check .
	@touch $@

.venv-test/installed: $(SOURCES)
	$(call venv,.venv-test)
	.venv-test/bin/pip install --quiet --disable-pip-version-check --force-reinstall --no-deps .
	.venv-test/bin/pip install --quiet --disable-pip-version-check '.[test,lint]'
	@touch $@

define venv
@test -n "$(PYTHON)" || { echo 'Python 3.11 or newer is needed' >&2; exit 1; }
@test -x $(1)/bin/pip || $(PYTHON) -m venv $(1)
endef

clean:
	rm -rf .venv-demo .venv-test
