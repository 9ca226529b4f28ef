"""Scripts of many lines: what they write and run, start again, and where in them something stands."""

from __future__ import annotations

import pytest

from chimera_guard import SecurityRisk, assess

MAKEFILE = """\
cat > Makefile <<'EOF'
.PHONY: all clean deep
all: app
app: main.c
	cc -o $@ main.c
deep:
	$(MAKE) clean
clean:
	rm -rf /srv/cache
EOF
"""
GOAL = MAKEFILE.replace(".PHONY: all clean deep", ".DEFAULT_GOAL := deep")


def rules(text: str) -> set[str]:
    return {finding.rule for finding in assess(text).findings}


@pytest.mark.parametrize("run", ["make", "make -j4 all", "make app CC=gcc", "make -f Makefile app"])
def test_only_the_recipes_that_are_asked_for_run(run: str) -> None:
    assert assess(MAKEFILE + run).risk is SecurityRisk.MEDIUM


@pytest.mark.parametrize(
    "run", ["make clean", "make all clean", "make deep", "make $T", "make other", "make -f - < Makefile"]
)
def test_recipes_that_may_run_are_followed(run: str) -> None:
    assert "deletion-elsewhere" in rules(MAKEFILE + run)


def test_what_runs_when_nothing_is_asked_for() -> None:
    assert "deletion-elsewhere" in rules(GOAL + "make")
    assert "deletion-elsewhere" not in rules(GOAL + "make app")


@pytest.mark.parametrize("again", ['exec sudo "$0" "$@"', 'exec gosu app "$0" "$@"'])
def test_a_script_may_start_itself(again: str) -> None:
    assert assess(f"#!/bin/sh\nset -e\n{again}\n").risk is SecurityRisk.MEDIUM


@pytest.mark.parametrize("line", ["sudo $0", "#!/bin/sh\necho 'rm -rf /' | $0", "#!/bin/sh\n$0 -c 'rm -rf /'"])
def test_a_shell_that_is_given_commands_is_no_script(line: str) -> None:
    assert assess(line).risk is SecurityRisk.HIGH


def test_an_entry_point_runs_what_it_was_given_or_sets_itself() -> None:
    assert assess('if [ "${1#-}" != "$1" ]; then set -- gunicorn "$@"; fi\nexec "$@"').risk is SecurityRisk.MEDIUM
    assert "deletion-root" in rules('if [ -z "$1" ]; then set -- rm -rf /; fi\nexec "$@"')


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("f() { echo a; rm -rf /srv; }\ntrap 'echo b > log; f' EXIT\necho c", "rm -rf /srv"),
        ("eval 'g() { rm -rf /srv; }'\necho some more words\ng", "rm -rf /srv"),
    ],
)
def test_what_a_function_does_is_underlined_where_it_stands(text: str, piece: str) -> None:
    finding = next(finding for finding in assess(text).findings if finding.rule == "deletion-elsewhere")
    assert text[finding.span.start : finding.span.end] == piece


def test_a_directory_that_is_made_holds_no_code() -> None:
    line = "mkdir -p cmd/a && cat > cmd/a/main.go <<'EOF'\npackage main\nfunc main() {}\nEOF\ngo run ./cmd/a"
    assert assess(line).risk is SecurityRisk.MEDIUM
