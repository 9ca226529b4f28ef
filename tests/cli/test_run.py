"""`run` without a terminal: it runs what needs no confirmation, with the command's own exit status."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Guard = Callable[..., Any]


def test_the_exit_status_is_the_commands_own(guard: Guard) -> None:
    assert guard("run", "echo hello; exit 42") == (42, "hello\n", "")
    assert guard("run", "kill -TERM $$").status == -15


def test_a_command_is_no_option_of_the_shell(guard: Guard) -> None:
    assert "c requires" not in guard("run", "--", "-x").err


def test_standard_input_is_the_commands(guard: Guard) -> None:
    assert guard("run", "cat", stdin="text").out == "text"


def test_what_needs_confirmation_is_not_run(guard: Guard, tmp_path: Path) -> None:
    (tmp_path / "kept").touch()
    result = guard("run", "--policy", "always", "rm kept")
    assert result.status == 1 and "not run" in result.err and (tmp_path / "kept").exists()
    assert guard("run", "-q", "--policy", "always", "rm kept") == (1, "", "")


def test_what_is_refused_is_not_run(guard: Guard, tmp_path: Path) -> None:
    result = guard("run", "--policy", "never", "echo > new", CHIMERA_GUARD_DENY="writes-file")
    assert result.status == 3 and "refused" in result.out and not (tmp_path / "new").exists()


@pytest.mark.parametrize("shell", ["bash", "sh", "zsh"])
def test_the_users_shell_runs_it(guard: Guard, shell: str) -> None:
    path = shutil.which(shell)
    if path is None:
        pytest.skip(f"{shell} is not installed")
    assert guard("run", "echo $0", SHELL=path).out == f"{path}\n"


@pytest.mark.parametrize(
    ("shell", "line"), [("fish", "if true; {}; end"), ("zsh", "repeat 2 {}"), ("bash", "{{ {}; }}")]
)
def test_it_is_judged_in_the_language_of_the_users_shell(guard: Guard, tmp_path: Path, shell: str, line: str) -> None:
    path = shutil.which(shell)
    if path is None:
        pytest.skip(f"{shell} is not installed")
    assert guard("run", "--no-ask", line.format("rm -rf ~"), SHELL=path).status == 1
    assert "yes" in guard("run", "--no-ask", line.format("echo yes"), SHELL=path).out


@pytest.mark.parametrize("shell", ["/usr/bin/env", "fish", "/nowhere/bash", ""])
def test_a_shell_of_another_language_does_not_run_it(guard: Guard, shell: str) -> None:
    result = guard("run", "echo $0", SHELL=shell)
    assert (result.status, result.out) == (0, "/bin/sh\n")


def test_run_reads_no_command_from_standard_input(guard: Guard) -> None:
    result = guard("run", "-", stdin="echo ran")
    assert result.status == 2 and "ran" not in result.out
