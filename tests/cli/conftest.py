"""Runs the real command line tool, with a home of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

import chimera_guard


class Result(NamedTuple):
    """What a process left behind."""

    status: int
    out: str
    err: str


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """The variables of a user with an empty home."""
    home = tmp_path / "home"
    home.mkdir()
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(Path(chimera_guard.__file__).parents[1]),  # the same package, from any directory
        "LANG": "C.UTF-8",
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / ".config"),
        "TERM": "xterm-256color",
        "SHELL": "/bin/sh",
    }


@pytest.fixture
def settle(environment: dict[str, str]) -> Callable[[str], Path]:
    """Write the user's settings file."""

    def write(text: str) -> Path:
        path = Path(environment["XDG_CONFIG_HOME"]) / "chimera-guard" / "config.toml"
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def guard(environment: dict[str, str], tmp_path: Path) -> Callable[..., Result]:
    """Run `chimera-guard` with arguments, without a terminal."""

    def run(*arguments: str | bytes, stdin: str | bytes = b"", **variables: str) -> Result:
        done = subprocess.run(
            [sys.executable, "-m", "chimera_guard", *arguments],
            input=stdin.encode() if isinstance(stdin, str) else stdin,
            capture_output=True,
            env={**environment, **variables},
            cwd=tmp_path,
            timeout=60,
        )
        return Result(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run
