"""Constant words become exactly what a real bash makes of them."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from .fake import FakeShell, real, values

VARIABLES = {
    "x": "foo", "e": "", "s": "a b  c", "p": "a/b//c.tar.gz", "g": "*b", "c": "fOo", "q": "it's", "bs": "a\\tb\\",
    "n": "7", "amp": "&", "ref": "x", "refa": "arr[1]", "sp": " b ", "slash": "*/",
}  # fmt: skip
ARRAYS = {"arr": ["x", "y z", "", "w"], "one": ["1"]}
LINES = Path(__file__).with_name("words.txt").read_text(encoding="utf-8").splitlines()
SPLITTING = [
    (separators, text, word)
    for separators, text, word in product(
        [":", " :", "", ": ", "ab"], [":b", "b:", "a::b", ":", "b : c", " : c", "b :: c"], ["$v", "a$v", '$v""', '"$v"']
    )
]


@pytest.mark.parametrize("positional", [(), ("1", "2 3", "four")], ids=["none", "three"])
def test_it_is_what_bash_says(positional: tuple[str, ...]) -> None:
    compared = 0
    for line, expected in zip(LINES, real(LINES, VARIABLES, ARRAYS, positional), strict=True):
        got = [value.text for value in values("f " + line, FakeShell(VARIABLES, positional, ARRAYS, files={}))[1:]]
        if expected is None:
            assert None in got, line
        else:
            assert got == expected, line
            compared += 1
    assert compared >= len(LINES) - 4


def test_splitting_is_what_bash_says() -> None:
    for separators, text, word in SPLITTING:
        (expected,) = real([word], {"IFS": separators, "v": text})
        got = values("f " + word, FakeShell({"IFS": separators, "v": text}, files={}))[1:]
        assert [value.text for value in got] == expected, (separators, text, word)


def test_joining_takes_the_first_separator() -> None:
    (expected,) = real(['"$*"'], {"IFS": ",;"}, positional=["1", "2"])
    assert [value.text for value in values('f "$*"', FakeShell({"IFS": ",;"}, ["1", "2"]))[1:]] == expected


@pytest.mark.parametrize(
    "command",
    ["export v=$s", "declare v=~/a:~ w=$s", "export v=$e w", "local 'v'=$x", "export v=*", "readonly v+=$s"],
)
def test_assignments_of_builtins_are_not_split(command: str) -> None:
    name, _, rest = command.partition(" ")
    got = [value.text for value in values(command, FakeShell(VARIABLES, files={}))]
    expected = {
        "export v=$s": ["v=a b  c"],
        "declare v=~/a:~ w=$s": ["v=/home/me/a:/home/me", "w=a b  c"],
        "export v=$e w": ["v=", "w"],
        "local 'v'=$x": ["v=foo"],
        "export v=*": ["v=*"],
        "readonly v+=$s": ["v+=a b  c"],
    }[command]
    assert got == [name, *expected]
