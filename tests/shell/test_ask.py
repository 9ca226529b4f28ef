"""The question, asked by itself."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

from chimera_guard.frontends.hook import runtime
from chimera_guard.frontends.hook.ask import paint

MESSAGE = "confirm 20\n!chimera-guard: HIGH risk\n>  rm x\n   It deletes x."
ASK = 'stty -a > before; "$@"; echo status=$?; stty -a > after; [ "$1" ]'


def spawned(place: Path, message: str, **variables: str) -> pexpect.spawn[str]:
    """A process that asks, on a terminal of 30 columns, between two looks at the terminal's modes."""
    words = ["-c", ASK, "ask", sys.executable, "-I", "-S", runtime.ENTRY, "show", message]
    env = {"PATH": os.environ["PATH"], "TERM": "xterm", **variables}
    return pexpect.spawn("/bin/sh", words, cwd=place, env=env, encoding="utf-8", timeout=20, dimensions=(24, 30))


@pytest.mark.parametrize(
    ("message", "keys", "status"),
    [
        (MESSAGE, "y", 0),
        (MESSAGE, "n", 1),
        (MESSAGE, "\x03", 1),
        (MESSAGE, "\x04", 1),
        (MESSAGE.replace("confirm 20", "type 20 home"), "home\r", 0),
        (MESSAGE.replace("confirm 20", "type 20 home"), "hom\r", 1),
        (MESSAGE.replace("confirm 20", "type 20 home"), "home\x03", 1),
        (MESSAGE.replace("confirm 20", "confirm 0.1"), "", 1),
        (MESSAGE.replace("confirm 20", "nonsense"), "", 1),
    ],
)
def test_the_answer_and_the_terminal_afterwards(message: str, keys: str, status: int, tmp_path: Path) -> None:
    with spawned(tmp_path, message) as child:
        if keys:
            child.expect("Run it|to run it")
            child.send(keys)
        child.expect(f"status={status}\r")
        child.expect(pexpect.EOF)
    assert (tmp_path / "after").read_text() == (tmp_path / "before").read_text() != ""


@pytest.mark.parametrize(("variables", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)])
def test_colours(variables: dict[str, str], coloured: bool, tmp_path: Path) -> None:
    with spawned(tmp_path, MESSAGE, **variables) as child:
        child.expect("Run it")
        assert ("\x1b[1;31mchimera-guard" in str(child.before)) == coloured
        child.send("n")
        child.expect(pexpect.EOF)


def test_without_a_terminal_it_is_shown_and_not_run(tmp_path: Path) -> None:
    asked = [sys.executable, "-I", "-S", runtime.ENTRY, "show", MESSAGE]
    done = subprocess.run(asked, start_new_session=True, capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "It deletes x." in done.stderr


def test_lines_are_broken_at_blanks_but_the_command_is_shown_as_it_is() -> None:
    text = paint(">  rm one two three four five\n   It deletes one, two, three, and four.\n-  Why", False, 20)
    assert text.splitlines() == [
        "  rm one two three four five",
        "  It deletes one,",
        "  two, three, and",
        "  four.",
        "  Why",
    ]
