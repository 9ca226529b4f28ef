"""What a real bash runs must have been foreseen, or warned of.

Bash runs each script with a PATH that holds nothing and a handler that writes down every command instead of running it,
so nothing but builtins ever happens, in a directory of its own.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from chimera_guard import assess
from tests.oracle.scripts import Writer

SCRIPTS = 400
BATCH = 50
# Each process has a file of its own: a line that ends within an argument is written by itself, and two at once mix.
HANDLER = """
command_not_found_handle() { printf '%s\\0' "$#" "$@" >> "$ORACLE_LOG/$BASHPID"; }
"""

pytestmark = [
    pytest.mark.oracle,
    pytest.mark.skipif(not (shutil.which("bash") and shutil.which("timeout")), reason="needs bash and timeout"),
]


def runs(script: str, directory: Path) -> list[list[str]]:
    """The argvs that bash would have run."""
    log = directory / "log"
    handler = directory / "handler"
    handler.write_text(HANDLER)
    shutil.rmtree(log, ignore_errors=True)
    log.mkdir()
    work = directory / "work"
    work.mkdir(exist_ok=True)
    bash, timeout = shutil.which("bash"), shutil.which("timeout")
    assert bash and timeout
    environment = {"PATH": "/nonexistent", "BASH_ENV": str(handler), "ORACLE_LOG": str(log), "HOME": str(work)}
    command = [timeout, "--signal=KILL", "5", bash, "-c", script]
    subprocess.run(command, env=environment, cwd=work, capture_output=True, stdin=subprocess.DEVNULL, check=False)
    return sorted(argv for written in log.iterdir() for argv in _records(written.read_bytes()))


def _records(written: bytes) -> list[list[str]]:
    fields = written.decode("utf-8", "surrogateescape").split("\0")[:-1]
    found, at = [], 0
    while at < len(fields):
        size = int(fields[at])
        found.append(fields[at + 1 : at + 1 + size])
        at += size + 1
    return found


def foreseen(words: Sequence[str | None], argv: Sequence[str]) -> bool:
    """Whether words, of which None stands for any number of unknown ones, can have become this argv."""
    if not words or words[0] is None:
        return False
    places = {0}
    for word in words:
        if word is None:
            places = set(range(min(places), len(argv) + 1))
        else:
            places = {place + 1 for place in places if place < len(argv) and argv[place] == word}
        if not places:
            return False
    return len(argv) in places


@pytest.mark.parametrize("start", range(0, SCRIPTS, BATCH))
def test_nothing_runs_that_was_not_foreseen(start: int, tmp_path: Path) -> None:
    ran = 0
    for seed in range(start, start + BATCH):
        script = Writer(seed).script()
        observed = runs(script, tmp_path)
        ran += len(observed)
        assessment = assess(script)
        if assessment.risk.rank == 3:
            continue
        unseen = [argv for argv in observed if not any(foreseen(command.argv, argv) for command in assessment.commands)]
        assert not unseen, f"seed {seed}: bash runs {unseen[0]} in {script!r}"
    assert ran > BATCH, "the scripts hardly ran anything"


def test_the_comparison_can_fail(tmp_path: Path) -> None:
    observed = runs("probe 1; echo x | probe 2 'a b'", tmp_path)
    assert sorted(observed) == [["probe", "1"], ["probe", "2", "a b"]]
    assert not foreseen(("probe", "1"), observed[1])
    assert foreseen(("probe", None, "a b"), ["probe", "2", "a b"])
    assert os.listdir(tmp_path / "work") == []
