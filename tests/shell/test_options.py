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


@pytest.mark.parametrize("mode", ["emulate sh", "emulate ksh", "setopt ksh_arrays sh_word_split err_return"])
def test_a_zsh_that_emulates_others_is_guarded(mode: str, shared_home: Home, work: Path) -> None:
    (work / VICTIM).touch()
    with Shell("zsh", shared_home, work, setup=mode) as shell:
        shell.line(f"rm {VICTIM}")
        assert shell.asked()
        shell.keys("n")
        shell.sync()
    assert (work / VICTIM).exists()
