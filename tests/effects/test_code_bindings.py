"""What keys are bound to in choosers of lines."""

from __future__ import annotations

import pytest

from chimera_guard.effects.code import read_code

SHELL = [
    ("enter:accept", []),
    ("ctrl-r:reload(ls -a)", ["ls -a"]),
    ("ctrl-d:reload(ls)+up,f1:preview(cat {})", ["ls", "cat {}"]),
    ("f1:up+reload:ls a, b", ["ls a, b"]),
    ("focus:transform-header(echo (x)),f1:down", ["echo (x)"]),
    ("f1:reload[ls [a]],f2:preview{cat}", ["ls [a]", "cat"]),
    ("f1:reload~ls~", ["ls"]),
    ("::reload(ls)", ["ls"]),
    ("f1:change-preview-window(down),f2:preview-up,f3:put(ls)", []),
]


@pytest.mark.parametrize(("code", "lines"), SHELL)
def test_lines_of_shell_code(code: str, lines: list[str]) -> None:
    reading = read_code("bindings", code)
    assert list(reading.shell) == lines
    assert reading.complete
    assert not reading.effects


@pytest.mark.parametrize("code", ["enter:execute(ls)", "enter:execute-silent:ls", "enter:become(ls)"])
def test_what_the_choice_is_made_for_is_code(code: str) -> None:
    reading = read_code("bindings", code)
    assert list(reading.shell) == ["ls"]
    assert [kind for kind, _, _ in reading.effects] == ["exec-code"]
