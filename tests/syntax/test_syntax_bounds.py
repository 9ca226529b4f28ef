"""Any text is read in time, or refused in time."""

from __future__ import annotations

import random
import sys

import pytest

from chimera_guard.syntax import MAX_SOURCE, parse
from tests.syntax.readings import READINGS, REFUSED

DEEP = {
    "parentheses": "(" * 10_000,
    "spaced parentheses": "( " * 10_000 + "x" + " )" * 10_000,
    "substitutions": "echo " + "$(" * 10_000,
    "closed substitutions": "echo " + "$(" * 10_000 + "x" + ")" * 10_000,
    "arithmetic": "echo " + "$((" * 10_000,
    "double parentheses": "((a) " * 10_000,
    "parameters": "echo " + "${x:-" * 10_000,
    "quotes and substitutions": 'echo "$(' * 10_000,
    "braces": "{ " * 10_000,
    "ifs": "if a; then " * 10_000,
    "cases": "case a in b) " * 10_000,
    "functions": "f() { " * 10_000,
    "negations": "! " * 10_000 + "x",
    "process substitutions": "cat " + "<(cat " * 10_000,
    "subscripts": "a[" * 10_000,
    "patterns": "ls " + "@(" * 10_000,
    "documents": "cat <<A\n$(cat <<B\n" * 5_000,
}
LONG = {
    "words": "x " * 1_000_000,
    "quoted words": "'x' " * 250_000,
    "expansions": 'echo "' + "$x" * 500_000 + '"',
    "lines": "x\n" * 500_000,
    "commands": "x;" * 500_000,
    "stages": "x|" * 500_000 + "x",
    "escapes": "echo " + "\\a" * 500_000,
    "empty quotes": "echo " + "''" * 500_000,
    "backticks": "echo " + "`" * 1_000_000,
    "comments": "#\n" * 500_000,
    "newlines": "\n" * 1_000_000,
    "continued lines": "x\\\n" * 300_000,
    "documents": "cat " + "<<E " * 50_000,
    "a document": "cat <<E\n" + "$x\n" * 300_000 + "E",
    "compound commands": "if a; then b; fi; " * 50_000,
    "one compound command": "if a; then " + "b; " * 100_000 + "fi",
    "arms": "case a in " + "b) c;; " * 100_000 + "esac",
    "elements": "a=(" + "x " * 400_000 + ")",
    "ANSI escapes": "$'" + "\\x41" * 250_000 + "'",
    "dollars": "$" * 1_000_000,
    "operators": "<" * 1_000_000,
}


@pytest.mark.parametrize("name", DEEP)
def test_what_is_deep_is_refused(name: str) -> None:
    script = parse(DEEP[name])
    assert script.problem
    assert script.body.items == ()


@pytest.mark.parametrize("name", LONG)
def test_what_is_long_is_read_or_refused(name: str) -> None:
    script = parse(LONG[name][:MAX_SOURCE])
    assert script.problem or script.body.items or name in ("newlines", "comments")


def test_what_is_beyond_the_bound_is_refused() -> None:
    assert parse("x" * MAX_SOURCE).problem is None
    assert parse("x" * (MAX_SOURCE + 1)).problem


def test_depth_that_people_use_is_read() -> None:
    for source in ("(" * 2 + " a ) )", "$(" * 15 + "a" + ")" * 15, "{ " * 20 + "a" + "; }" * 20):
        assert parse(source).problem is None


def test_a_caller_deep_in_its_own_calls_gets_an_answer() -> None:
    def call(depth: int) -> object:
        return call(depth - 1) if depth else parse("echo " + "$(echo " * 35 + ")" * 35)

    limit = sys.getrecursionlimit()
    assert call(limit - 300)


PIECES = [
    "'", '"', "`", "$(", ")", "\\", "#", "\n", ";", "{", "}", "$", "<<E\n", "~", "((", "))", "$'", "\\\n", " ", "&",
    "|", "<(", "=", "[[ ", " ]]", "E\n", "\r", "!", "*", "${x:-", "$((", "[", "]", "esac", "case a in ", " a) ", ">&",
    "&&", "do", "done", "then", "fi", "if ", "while ", "for i in ", "time ", "coproc ", "()", "{fd}>", "=(", "\0",
    "é", "\ud800",
]  # fmt: skip


@pytest.mark.parametrize("seed", range(20))
def test_no_text_makes_it_fail(seed: int) -> None:
    chance = random.Random(seed)
    sources = [*READINGS, *REFUSED]
    for _ in range(50):
        text = chance.choice(sources)
        for _ in range(chance.randint(1, 4)):
            at = chance.randint(0, len(text))
            text = text[:at] + chance.choice([*PIECES, text[at : at + 5]]) + text[at + chance.choice([0, 0, 1, 4]) :]
        script = parse(text)
        assert script.source == text
        assert script.problem is None or script.body.items == ()
        assert "failed" not in (script.problem or ""), text
