"""What is printed of which only a part is known."""

from __future__ import annotations

import pytest

from chimera_guard.syntax.nodes import NOWHERE
from chimera_guard.words.outlines import of_format, outline_of
from chimera_guard.words.value import HOLE, Value
from chimera_guard.words.work import Work

_UNKNOWN = Value(None, NOWHERE)


def _outline(*words: str | None) -> str | None:
    argv = [_UNKNOWN if word is None else Value(word, NOWHERE) for word in words]
    text = outline_of(argv, None, Work())
    return None if text is None else text.replace(HOLE, "?")


@pytest.mark.parametrize(
    ("words", "outline"),
    [
        (("echo", "rm", None), "rm ?\n"),
        (("echo", "-n", "rm", None), "rm ?"),
        (("echo", None, None), None),
        (("printf", "mv %s %s.x\n", None, None), "mv ? ?.x\n"),
        (("printf", "%d\n", None), None),
        (("printf", "x%.0s\n", None), None),
        (("sed", "s/^/rm /"), "rm ?\n"),
        (("sed", "-e", "s/^/mv /", "-e", "s/$/ x/"), "mv ? x\n"),
        (("sed", "-E", "s/(.*)/\\1 \\&\\& x/"), "? && x\n"),
        (("sed", "-n", "s/^a\\(.*\\)$/x \\1 &/p"), "x ? ?\n"),
        (("sed", "s/^a\\(.*\\)$/x \\1/"), "x ?\n?\n"),
        (("sed", "1d;s/^/x /"), "x ?\n"),
        (("sed", "2s/^/x /"), "?\nx ?\n"),
        (("sed", "s/a/b/;s/^/x /"), "x ?\n"),
        (("sed", "s/a/; b/;s/^/x /"), None),
        (("sed", "s/./x /"), None),
        (("sed", "s/^a|b$/x y/", "-E"), None),
        (("sed", "s/^/x /;s/x/rm/"), None),
        (("sed", "="), None),
        (("sed", "p"), None),
        (("sed", None), None),
    ],
)
def test_outlines(words: tuple[str | None, ...], outline: str | None) -> None:
    assert _outline(*words) == outline


@pytest.mark.parametrize(
    ("form", "line"),
    [
        ("rm '%p'\\n", "rm '?'\n"),
        ("%-10s %TY-%Tm 100%%\\n", "? ?-? 100%\n"),
        ("\\162m %%p", "rm %p"),
        ("50%", "50%"),
    ],
)
def test_formats_of_find(form: str, line: str) -> None:
    assert of_format(form).replace(HOLE, "?") == line
