"""Variables that branches leave with one of a few texts."""

from __future__ import annotations

import pytest

from chimera_guard import assess

EITHER = "if [ -d a ]; then {}; else {}; fi; {}"


@pytest.mark.parametrize(
    ("one", "other", "command", "risk"),
    [
        ("X=ls", "X='grep -r a'", "$X src", "LOW"),
        ("X=ls", "X=rm", "$X -rf /", "HIGH"),
        ("X=build", "X=/usr", 'rm -rf "$X"', "HIGH"),
        ("X=build", "X=dist", 'rm -rf "$X"', "MEDIUM"),
        ("X=build", "X=$(cat f)", 'rm -rf "$X"', "HIGH"),
        ("X=sudo", "X=", "$X ls", "MEDIUM"),
        ("X=ls", "X=$(cat f)", "$X", "UNKNOWN"),
        ("X=a; Y=/usr", "X=b; Y=/opt", 'rm -rf "$Y" "$X"', "HIGH"),
        ("X=a", "X=b", 'Y=$X/c; X=d; rm -rf "$Y"', "MEDIUM"),
        ("X=a", "X=b", "X=/usr; rm -rf $X", "HIGH"),
    ],
)
def test_each_of_what_a_variable_can_be_is_judged(one: str, other: str, command: str, risk: str) -> None:
    assert assess(EITHER.format(one, other, command)).risk.name == risk


def test_a_chain_and_a_case_leave_one_of_a_few_texts() -> None:
    assert assess("[ -x a ] && R=./a || R=./b; $R").risk.name == "MEDIUM"
    assert assess('case $1 in a) T=build;; b) T=/usr;; esac; rm -rf "$T"').risk.name == "HIGH"
    assert assess('case $1 in a) T=build;; b) T=dist;; esac; rm -rf "$T"').risk.name == "MEDIUM"


def test_more_than_a_few_are_not_followed() -> None:
    arms = " ".join(f"{letter}) T={letter};;" for letter in "abcdef")
    assert "unknown-command" in {finding.rule for finding in assess(f"case $1 in {arms} esac; $T").findings}
