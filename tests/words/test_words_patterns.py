"""Patterns match what a real bash says they match."""

from __future__ import annotations

import shlex
import subprocess
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chimera_guard.words.patterns import Matcher, TooMuch, compiled
from chimera_guard.words.work import Work

PATTERNS = """
a* *a ? ?? a?c [ab] [!ab] [^ab]* [a-c]* *[!a] \\* \\a [\\]] []] []a] [!]]* [a-] [-a] [a-c-] [[:digit:]]* [![:alpha:]]
[[:space:]a] * ** a**b *a*b* [ab [ a[ [] [!] a\\ '' @(a|b) ?(a)b *(ab) +(a|b) !(a) !(a|b*) @(a|*(b))c +([0-9]) a!(b)c
*(a|b|)c @(a\\|b) @([)]|a) @(a ?(a|bc)?(b) +(?)b @(@(a)|b)* [[.a.]] [[=a=]] \\[a] [a\\-c] [c-a] a|b (a) [[:foo:]] @()
""".split()
TEXTS = [
    "",
    "a",
    "b",
    "c",
    "ab",
    "abc",
    "a]",
    "]",
    "-",
    "*",
    "aXb",
    "1",
    "12",
    "[",
    "[ab",
    "abab",
    "ac",
    "bc",
    "a|b",
    " ",
]


def matches(text: str, pattern: str) -> bool | None:
    """Whether the whole of `text` matches, None where finding out would take too long."""
    try:
        return bool(Matcher(text, compiled(pattern), Work()).ends(0) >> len(text) & 1)
    except TooMuch:
        return None


def really(pairs: list[tuple[str, str]]) -> list[bool]:
    """What bash says."""
    lines = ["shopt -s extglob"]
    for text, pattern in pairs:
        lines.append(f"p={shlex.quote(pattern)}; [[ {shlex.quote(text)} == $p ]] && printf 1 || printf 0")
    done = subprocess.run(
        ["bash", "--norc", "-c", "\n".join(lines)],
        capture_output=True,
        text=True,
        env={"LC_ALL": "C.UTF-8"},
        timeout=60,
    )
    return [answer == "1" for answer in done.stdout]


def test_it_matches_what_bash_matches() -> None:
    pairs = list(product(TEXTS, [pattern for pattern in PATTERNS if pattern != "''"]))
    for (text, pattern), expected in zip(pairs, really(pairs), strict=True):
        assert matches(text, pattern) is expected, (text, pattern)


PIECES = st.sampled_from(["a", "b", "*", "?", "[ab]", "[!a]", "@(a|b)", "?(a)", "*(ab|b)", "+(a)", "\\*"])


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.text("ab*", max_size=6), st.lists(PIECES, max_size=4).map("".join)), min_size=5, max_size=30)
)
def test_it_matches_what_bash_matches_at_random(pairs: list[tuple[str, str]]) -> None:
    for (text, pattern), expected in zip(pairs, really(pairs), strict=True):
        assert matches(text, pattern) is expected, (text, pattern)


@settings(max_examples=300, deadline=None)
@given(st.text("ab*?[]!-\\()|@+:^", max_size=20), st.text("ab-]", max_size=12))
def test_matching_never_fails(pattern: str, text: str) -> None:
    assert matches(text, pattern) is not None
    assert matches(text, "*")


@pytest.mark.parametrize("pattern", ["*a" * 1_000 + "b", "+(+(+(+(a))))b", "*(*(*(a)))b", "!(!(!(a)))" * 20])
def test_too_much_is_no_answer_or_a_right_one(pattern: str) -> None:
    assert matches("a" * 5_000, pattern) in (None, False)
