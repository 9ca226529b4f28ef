"""`check` and `run` on a real terminal: the question, its answers, colours."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pexpect
import pytest

Spawn = Callable[..., "pexpect.spawn[str]"]
RISKY = "rm -rf ~"


@pytest.fixture
def spawn(environment: dict[str, str], tmp_path: Path) -> Iterator[Spawn]:
    children: list[pexpect.spawn[str]] = []

    def start(*arguments: str, **variables: str) -> pexpect.spawn[str]:
        child = pexpect.spawn(
            sys.executable,
            ["-m", "chimera_guard", *arguments],
            env={**environment, **variables},
            cwd=str(tmp_path),
            encoding="utf-8",
            timeout=20,
            dimensions=(40, 80),
        )
        children.append(child)
        return child

    yield start
    for child in children:
        child.close(force=True)


def finished(child: pexpect.spawn[str]) -> int:
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus is not None
    return child.exitstatus


@pytest.mark.parametrize(
    ("answer", "status"),
    [("y\r", 0), ("yes\r", 0), ("Y\r", 0), ("\r", 1), ("n\r", 1), ("yup\r", 1), ("\x03", 1), ("\x04", 1)],
)
def test_the_answer_is_the_exit_status(spawn: Spawn, answer: str, status: int) -> None:
    child = spawn("check", RISKY)
    child.expect_exact("Approve? [y/N] ")
    child.send(answer)
    assert finished(child) == status


def test_the_answer_is_written_down(spawn: Spawn, tmp_path: Path) -> None:
    log = tmp_path / "audit.jsonl"
    for answer in ("y\r", "n\r"):
        child = spawn("check", RISKY, CHIMERA_GUARD_AUDIT_ENABLED="yes", CHIMERA_GUARD_AUDIT_FILE=str(log))
        child.expect_exact("Approve? [y/N] ")
        child.send(answer)
        finished(child)
    assert [json.loads(line)["decision"] for line in log.read_text().splitlines()] == ["approved", "declined"]


def test_what_was_typed_before_the_question_is_no_answer(environment: dict[str, str], tmp_path: Path) -> None:
    script = f"read first; exec {sys.executable} -m chimera_guard check '{RISKY}'"
    child = pexpect.spawn("sh", ["-c", script], env=environment, cwd=str(tmp_path), encoding="utf-8", timeout=20)  # type: ignore[arg-type]
    child.send("first line\ry\r")  # the second line waits in the terminal before the guard even starts
    child.expect_exact("Approve? [y/N] ")
    with pytest.raises(pexpect.TIMEOUT):
        child.expect(pexpect.EOF, timeout=0.5)
    child.send("\r")
    assert finished(child) == 1


@pytest.mark.parametrize("arguments", [["--no-ask"], ["--json"], ["--quiet"], ["--no-ask", "--policy", "always"]])
def test_no_question_where_none_is_wanted(spawn: Spawn, arguments: list[str]) -> None:
    child = spawn("check", *arguments, RISKY)
    assert finished(child) == 1
    assert "Approve" not in child.before


def test_no_question_for_what_is_harmless_or_refused(spawn: Spawn) -> None:
    assert finished(spawn("check", "ls")) == 0
    assert finished(spawn("check", RISKY, CHIMERA_GUARD_DENY="deletion-home")) == 3


def test_colours_and_underlining(spawn: Spawn) -> None:
    child = spawn("check", "--no-ask", "echo; rm -rf ~")
    finished(child)
    assert "\x1b[1;31mHIGH" in child.before and "\x1b[4;31mrm -rf ~" in child.before


@pytest.mark.parametrize("variables", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_no_colours_where_none_are_wanted(spawn: Spawn, variables: dict[str, str]) -> None:
    child = spawn("check", "--no-ask", RISKY, **variables)
    finished(child)
    assert "\x1b" not in child.before and "^^^^^^^^" in child.before


def test_run_asks_and_runs(spawn: Spawn, tmp_path: Path) -> None:
    child = spawn("run", "--policy", "always", "echo ran > out; exit 7")
    child.expect_exact("Approve? [y/N] ")
    child.send("y\r")
    assert finished(child) == 7
    assert (tmp_path / "out").read_text() == "ran\n"


def test_run_does_not_run_what_was_declined(spawn: Spawn, tmp_path: Path) -> None:
    child = spawn("run", "--policy", "always", "echo ran > out; exit 7")
    child.expect_exact("Approve? [y/N] ")
    child.send("n\r")
    assert finished(child) == 1
    assert "not run" in child.before and not (tmp_path / "out").exists()


def test_check_and_eval(spawn: Spawn, environment: dict[str, str], tmp_path: Path) -> None:
    script = f'c="touch done"; {sys.executable} -m chimera_guard check --policy always "$c" && eval "$c"'
    child = pexpect.spawn("sh", ["-c", script], env=environment, cwd=str(tmp_path), encoding="utf-8", timeout=20)  # type: ignore[arg-type]
    child.expect_exact("Approve? [y/N] ")
    child.send("y\r")
    assert finished(child) == 0
    assert (tmp_path / "done").exists()
