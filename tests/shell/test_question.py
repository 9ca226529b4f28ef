"""The question: what counts as yes, what does not, and what the screen says."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pytest

from .driver import ASKS, PROMPT, SHELLS, VICTIM, Home, Shell, wait_until

pytestmark = pytest.mark.shells


@pytest.fixture(params=SHELLS)
def shell(request: pytest.FixtureRequest, shared_home: Home, work: Path) -> Iterator[Shell]:
    with Shell(request.param, shared_home, work) as shell:
        shell.sync()
        yield shell


def test_y_runs_it(shell: Shell) -> None:
    shell.line("touch victim")
    shell.expect(ASKS)
    shell.keys("y")
    shell.sync()
    assert (shell.cwd / VICTIM).exists()


# The arrow, the letter and the paste come as several bytes, of which none is left over for the shell.
@pytest.mark.parametrize(
    "key",
    ["n", "\r", "\x03", "\x04", "\x1b", "q", " ", "\x1c", "\x1a", "\x1b[A", "\x1bOA", "ü", "\x1b[200~y\ry\x1b[201~"],
)
def test_everything_else_does_not(shell: Shell, key: str) -> None:
    shell.line("touch victim")
    shell.expect(ASKS)
    shell.keys(key)
    shell.expect("no")
    shell.sync()
    assert not (shell.cwd / VICTIM).exists()


def test_a_here_document_is_asked_about_once(shell: Shell) -> None:
    if shell.name == "fish":
        pytest.skip("fish has none")
    for line in ("cat > victim <<E", "body", "E"):
        shell.line(line)
    shell.expect(ASKS)
    shell.keys("y")
    shell.sync()
    assert (shell.cwd / VICTIM).read_text() == "body\n"


def test_what_was_typed_before_the_question_does_not_answer_it(shell: Shell) -> None:
    shell.keys("touch victim\ry")
    shell.expect(ASKS)
    assert shell.child.expect(["yes", pexpect.TIMEOUT], timeout=0.5) == 1
    shell.keys("n")
    shell.expect("no")
    shell.sync()
    assert not (shell.cwd / VICTIM).exists()


def test_a_paste_does_not_answer_it(shell: Shell) -> None:
    shell.keys("touch victim\ny\n")
    shell.expect(ASKS)
    shell.keys("n")
    shell.expect("no")
    shell.sync()
    assert not (shell.cwd / VICTIM).exists()


def test_the_terminal_is_as_before(shell: Shell) -> None:
    shell.line("stty -a > before")
    shell.expect(ASKS)
    shell.keys("y")
    shell.sync()
    shell.line("touch victim")
    shell.expect(ASKS)
    shell.keys("\x03")
    shell.sync()
    shell.line("stty -a > after")
    shell.expect(ASKS)
    shell.keys("y")
    shell.sync()
    assert (shell.cwd / "after").read_text() == (shell.cwd / "before").read_text() != ""


def test_a_resize_while_it_asks_changes_nothing(shell: Shell) -> None:
    shell.line("touch victim")
    shell.expect(ASKS)
    shell.child.setwinsize(40, 132)
    shell.keys("n")
    shell.expect("no")
    shell.sync()
    assert not (shell.cwd / VICTIM).exists()
    assert "40 132" in shell.says("stty size")


def test_the_line_is_kept_in_the_history(shell: Shell) -> None:
    shell.line("touch victim")
    shell.expect(ASKS)
    shell.keys("n")
    shell.sync()
    shell.keys("\x1b[A\x1b[A\r")
    if shell.name == "fish":  # before fish 4, only fish itself can add to its history
        if shell.asked():
            shell.keys("n")
            shell.sync()
        return
    shell.expect(ASKS)
    shell.keys("y")
    shell.sync()
    assert (shell.cwd / VICTIM).exists()


def test_the_status_after_a_denial_is_what_it_was(shell: Shell) -> None:
    shell.line("bash -c 'exit 7'" if shell.name != "fish" else "sh -c 'exit 7'")
    shell.child.expect_exact(PROMPT)
    shell.line("touch victim")
    shell.expect(ASKS)
    shell.keys("n")
    shell.line("echo status=$status." if shell.name in ("fish", "zsh") else "echo status=$?.")
    expected = {"bash-old": r"status=\d+\."}.get(shell.name, r"status=7\.")
    shell.expect(expected)


@pytest.fixture(params=["bash", "zsh", "fish"])
def strict_home(request: pytest.FixtureRequest, home: Home, work: Path) -> Iterator[Shell]:
    """Short time, a typed word for plain writes, a rule that is denied."""
    home.settings.write_text(
        'threshold = "medium"\ncatastrophic = ["writes-file"]\ndeny = ["permissions-changed"]\n'
        "[hook]\nask_timeout = 1\n"
    )
    with Shell(request.param, home, work) as shell:
        shell.sync()
        yield shell


def test_silence_is_a_no(strict_home: Shell) -> None:
    strict_home.line("touch victim")
    strict_home.expect("Type file to run it")
    strict_home.expect("no answer: not run", timeout=3)
    strict_home.sync()
    assert not (strict_home.cwd / VICTIM).exists()


WORDS = [
    ("file\r", True),
    ("fxx\x7f\x7file\r", True),
    ("y\r", False),
    ("fil\r", False),
    ("file", False),
    ("file\x03", False),
]


@pytest.mark.parametrize(("typed", "runs"), WORDS)
def test_a_catastrophe_wants_the_word(strict_home: Shell, typed: str, runs: bool) -> None:
    strict_home.line("touch victim")
    strict_home.expect("Type file to run it")
    strict_home.keys(typed)
    strict_home.child.expect_exact(PROMPT)
    strict_home.sync()
    assert (strict_home.cwd / VICTIM).exists() == runs


def test_what_the_settings_deny_is_refused_without_a_question(strict_home: Shell) -> None:
    (strict_home.cwd / VICTIM).write_text("")
    strict_home.line("chmod 000 victim")
    shown = strict_home.expect("Denied by your settings")
    assert "changes the rights" in shown and "Run it?" not in shown
    strict_home.sync()
    assert (strict_home.cwd / VICTIM).stat().st_mode & 0o777


def test_the_numbers_are_measured(shell: Shell) -> None:
    tree = shell.cwd / "tree"
    tree.mkdir()
    for number in range(5):
        (tree / f"{number}.txt").write_text("x" * 1000)
    git = ["git", "-C", str(shell.cwd), "-c", "user.name=a", "-c", "user.email=a@b"]
    subprocess.run([*git, "init", "-q"], check=True)
    subprocess.run([*git, "add", "tree/0.txt", "tree/1.txt"], check=True)
    (tree / "1.txt").write_text("changed")
    shell.line("rm -rf tree")
    shown = shell.expect(ASKS)
    assert "Deletes 5 files, 4.0 kB; git does not have 4 of them." in shown.replace("\r\n", " ")
    shell.keys("n")
    shell.sync()
    assert tree.exists()


def test_nothing_that_is_shown_can_steer_the_terminal(shell: Shell) -> None:
    shell.keys("touch victim \x16\x1b[2J\r" if shell.name != "fish" else "touch victim '\u202e'\r")
    shown = shell.expect(ASKS)
    question = shown[shown.index("chimera-guard:") :]
    assert "\x1b[2J" not in question and "\u202e" not in question
    shell.keys("n")
    shell.sync()


def test_off_and_on(shell: Shell) -> None:
    shell.line("chimera-guard off")
    assert shell.asked()
    shell.keys("y")
    shell.child.expect_exact("off in this shell")
    shell.line("touch victim")
    assert wait_until((shell.cwd / VICTIM).exists)
    shell.line("chimera-guard on")
    shell.child.expect_exact("on in this shell")
    shell.line("touch other")
    shell.expect(ASKS)
    shell.keys("n")
    shell.sync()
    assert not (shell.cwd / "other").exists()
