"""Arithmetic is worth what a real bash says."""

from __future__ import annotations

import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chimera_guard.words.arithmetic import evaluate
from chimera_guard.words.value import Value

from .fake import NOWHERE, FakeShell

VARIABLES = {"x": "5", "y": "-3", "z": "x+1", "e": ""}
OPERATORS = "+ - * / % ** << >> < > <= >= == != & | ^ && || ,".split()
OPERANDS = st.sampled_from(
    ["0", "1", "2", "7", "010", "0x1f", "2#101", "36#z", "x", "y", "z", "e", "u", "x++", "--y", "(x=3)"]
)


def combined(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("{}{}{}".format, inner, st.sampled_from(OPERATORS), inner),
        st.builds("({})".format, inner),
        st.builds("{}{}".format, st.sampled_from(["-", "+", "!", "~", " - "]), inner),
        st.builds("{}?{}:{}".format, inner, inner, inner),
        st.builds("x {} {}".format, st.sampled_from(["=", "+=", "*=", "<<="]), inner),
    )


EXPRESSIONS = st.recursive(OPERANDS, combined, max_leaves=6)


def really(expressions: list[str]) -> list[tuple[int, str] | None]:
    """What bash makes of each expression, and of `x` with it."""
    lines = [f"{name}={text!r}" for name, text in VARIABLES.items()]
    lines += [f'(r=$(({text})); printf "%s %s" "$r" "$x") 2>/dev/null; echo' for text in expressions]
    done = subprocess.run(
        ["bash", "--norc", "-c", "\n".join(lines)], capture_output=True, text=True, env={}, timeout=60
    )
    found: list[tuple[int, str] | None] = []
    for line in done.stdout.splitlines():
        number, _, x = line.partition(" ")
        found.append((int(number), x) if number else None)
    return found


@settings(max_examples=60, deadline=None)
@given(st.lists(EXPRESSIONS, min_size=10, max_size=40))
def test_it_is_worth_what_bash_says(expressions: list[str]) -> None:
    for text, expected in zip(expressions, really(expressions), strict=True):
        shell = FakeShell(VARIABLES)
        result = evaluate(text, shell)
        if expected is None:
            assert result is None, text
        else:
            assert (result, shell.variables["x"].text) == expected, text


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("X + 1", None), ("X && 0", 0), ("0 && X", 0), ("1 || X", 1), ("X ? 1 : 1", None), ("a[1]", 9), ("a[x-4]", 9),
        ("a[-1]", 9), ("a[7]", 0), ("\1 + 1", None), ("1 \1", None), ("", 0), ("  ", 0), ("1,2,3", 3), ("self", None),
        ("9 9", None), ("x=", None), ("3=4", None), ("(1", None), ("1)", None), ("1 ? 2", None), ("2 ** -1", None),
        ("1#0", None), ("5--x", None), ("5 - --x", 1),
    ],
)  # fmt: skip
def test_evaluate(text: str, result: int | None) -> None:
    shell = FakeShell({"x": "5", "self": "self"}, arrays={"a": ["8", "9"]}, unset=False)
    assert evaluate(text, shell) == result


def test_what_is_not_known_is_assigned_as_unknown() -> None:
    shell = FakeShell({"x": "5"}, unset=False)
    for text in ("y = X", "x += X", "z = 1 +", "a[0] = 3", "X && (b = 1)", "v++ X"):
        evaluate(text, shell)
    assert {name: value.text for name, value in shell.variables.items()} == dict.fromkeys(
        ["x", "y", "z", "a", "b", "v"]
    )


def test_a_variable_is_an_expression() -> None:
    shell = FakeShell({"x": "y*2", "y": Value("3", NOWHERE)})
    assert evaluate("x + 1", shell) == 7
    assert shell.heard == ["y*2"]
