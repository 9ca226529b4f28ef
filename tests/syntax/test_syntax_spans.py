"""Spans point at what is written in the source."""

from __future__ import annotations

import pytest

from chimera_guard.syntax import parse
from chimera_guard.syntax.nodes import Assignment, Redirect, Simple, Word
from tests.syntax.outline import found
from tests.syntax.readings import READINGS


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("ls -la src", ["ls", "-la", "src"]),
        ("  echo  'a b'\"c\" d\\ e; x ", ["echo", "'a b'\"c\"", "d\\ e", "x"]),
        ("if a; then b \"$(c 'd')\"; fi", ["a", "'d'", "b", "\"$(c 'd')\"", "c"]),
        ("é 'ü' $(ö)", ["é", "'ü'", "$(ö)", "ö"]),
        ("i\\\nf a; then b c; fi", ["a", "b", "c"]),
        ("a &\\\n& b \\\n c", ["a", "b", "c"]),
        ("cat <<E x; y\nz\nE\nw v", ["cat", "x", "y", "w", "v", "z\nE\n"]),
        ("a `b c` d", ["a", "`b c`", "`b c`", "`b c`", "d"]),
        ("a ${x:-b} c", ["a", "${x:-b}", "b", "c"]),
    ],
)
def test_the_span_of_a_word_is_the_word_as_written(source: str, words: list[str]) -> None:
    script = parse(source)
    assert sorted(source[slice(*word.span)] for word in found(script, Word)) == sorted(words)


def test_spans_of_other_nodes() -> None:
    source = " A='1' cmd >x 2>&1; { b; } # c"
    script = parse(source)
    assert [source[slice(*node.span)] for node in found(script, Assignment)] == ["A='1'"]
    assert [source[slice(*node.span)] for node in found(script, Redirect)] == [">x", "2>&1"]
    assert [source[slice(*node.span)] for node in found(script, Simple)] == ["A='1' cmd >x 2>&1", "b"]
    assert source[slice(*script.body.items[1].command.span)] == "{ b; }"


@pytest.mark.parametrize("source", READINGS)
def test_spans_lie_within_each_other(source: str) -> None:
    for node in found(parse(source), Simple):
        for part in (*node.assignments, *node.words):
            assert 0 <= node.span.start <= part.span.start <= part.span.end <= node.span.end <= len(source)


@pytest.mark.parametrize("source", [source for source in READINGS if "<<" not in source])
def test_a_literal_word_without_quotes_is_its_source(source: str) -> None:
    for word in found(parse(source), Word):
        written = source[slice(*word.span)]
        if word.literal is not None and not any(c in "\\'\"`\n$<{" for c in written):
            assert word.literal == written
