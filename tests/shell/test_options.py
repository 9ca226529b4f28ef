"""Options of the shell that change what the guard's own functions mean."""

from __future__ import annotations

from pathlib import Path

import pytest

from .driver import VICTIM, Home, Shell

pytestmark = pytest.mark.shells


def test_keyword_arguments_of_bash(shared_home: Home, work: Path) -> None:
    (work / VICTIM).touch()
    with Shell("bash", shared_home, work, after="set -k") as shell:
        shell.line(f"rm {VICTIM}")
        assert shell.asked()
        shell.keys("n")
        shell.sync()
    assert (work / VICTIM).exists()


@pytest.mark.parametrize("name", ["bash", "bash-old", "zsh"])
@pytest.mark.parametrize("option", ["set -e", "set -k", "set -a", "set -eu", "set -E; trap 'echo caught' ERR"])
def test_a_no_ends_nothing(name: str, option: str, shared_home: Home, work: Path) -> None:
    """With `set -e`, what fails in the guard's own functions would end the shell."""
    if name == "zsh" and option.startswith("set -E"):
        option = "trap 'echo caught' ERR"
    with Shell(name, shared_home, work, after=option) as shell:
        shell.sync()
        for line in (f"touch {VICTIM}", f"for i in 1; do touch {VICTIM}; done", f"while touch {VICTIM}; do :; done"):
            shell.line(line)
            assert shell.asked()
            assert "caught" not in str(shell.child.before)
            shell.keys("n")
            shell.sync()
            shell.line("! true")
            shell.sync()
        assert not (work / VICTIM).exists()
        shell.line(f"touch {VICTIM}")
        assert shell.asked()
        shell.keys("y")
        shell.sync()
    assert (work / VICTIM).exists()


@pytest.mark.parametrize("name", ["bash", "bash-old", "zsh"])
def test_a_trace_does_not_show_the_guard(name: str, shared_home: Home, work: Path) -> None:
    with Shell(name, shared_home, work, after="set -x") as shell:
        shown = shell.says("true")
        assert "true" in shown
        if name == "bash":  # at Enter, bash shows what the key calls
            shown = shown.replace("__cg_enter G3", "")
        assert "__cg" not in shown


@pytest.mark.parametrize("mode", ["emulate sh", "emulate ksh", "setopt ksh_arrays sh_word_split err_return"])
def test_a_zsh_that_emulates_others_is_guarded(mode: str, shared_home: Home, work: Path) -> None:
    (work / VICTIM).touch()
    with Shell("zsh", shared_home, work, setup=mode) as shell:
        shell.line(f"rm {VICTIM}")
        assert shell.asked()
        shell.keys("n")
        shell.sync()
    assert (work / VICTIM).exists()
