"""The question on a real terminal."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

from chimera_guard import Assessment, Finding, SecurityRisk, TerminalPrompt

ROOT = Path(__file__).resolve().parents[2]
FOUND = Assessment(
    "rm -rf ~ \x1b[2J",
    SecurityRisk.HIGH,
    (Finding("deletion-home", SecurityRisk.HIGH, "deletes the home directory", instead="name the subdirectory"),),
)
SCRIPT = """
import sys, time
from chimera_guard import *
finding = Finding("deletion-home", SecurityRisk.HIGH, "deletes it", instead="look")
found = Assessment("rm -rf ~", SecurityRisk.HIGH, (finding,))
time.sleep(float(sys.argv[1]))
print("ANSWER", TerminalPrompt()("bash", {}, found))
"""


@pytest.mark.parametrize(
    ("typed", "answer"),
    [("y\n", True), ("yes\n", True), (" Y \n", True), ("\n", False), ("n\n", False), ("", False), ("yy\n", False)],
)
def test_only_a_clear_yes_is_one(typed: str, answer: bool) -> None:
    shown = io.StringIO()
    assert TerminalPrompt(io.StringIO(typed), shown)("bash", {}, FOUND) is answer
    text = shown.getvalue()
    for part in ("HIGH", "deletes the home directory", "deletion-home", "name the subdirectory", "[y/N]"):
        assert part in text
    assert "\x1b[2J" not in text


def _child(wait: float) -> pexpect.spawn:
    return pexpect.spawn(
        sys.executable, ["-c", SCRIPT, str(wait)], cwd=str(ROOT), encoding="utf-8", timeout=20, dimensions=(40, 120)
    )


@pytest.mark.parametrize(("typed", "answer"), [("y", "True"), ("", "False"), ("no", "False")])
def test_on_a_terminal(typed: str, answer: str) -> None:
    child = _child(0)
    child.expect(r"\[y/N\] ")
    child.sendline(typed)
    child.expect(f"ANSWER {answer}")
    child.close()


def test_what_was_typed_before_the_question_is_no_answer() -> None:
    child = _child(1.0)
    child.sendline("y")
    child.expect(r"\[y/N\] ")
    child.sendline("")
    child.expect("ANSWER False")
    child.close()


@pytest.mark.parametrize("key", ["\x03", "\x04"])
def test_interrupt_and_end_of_input_mean_no(key: str) -> None:
    child = _child(0)
    child.expect(r"\[y/N\] ")
    child.send(key)
    child.expect("ANSWER False")
    child.close()


def test_without_a_terminal_nobody_says_yes() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, "0"],
        cwd=ROOT,
        input="y\n",
        capture_output=True,
        text=True,
        timeout=30,
        start_new_session=True,
        check=True,
    )
    assert done.stdout == "ANSWER False\n"
