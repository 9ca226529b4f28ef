"""The example works as it stands: reads and searches go through, the deletion stops."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from .conftest import World

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "secure_agent.py"


def _example() -> dict[str, Any]:
    pytest.importorskip("chimera.permissions.base", reason="chimera-run is not installed")
    names: dict[str, Any] = {"__name__": "example"}
    exec(compile(EXAMPLE.read_text(), str(EXAMPLE), "exec"), names)
    return names


def test_it_pauses_before_the_deletion(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(world.home))
    (world.work / "README.md").write_text("TODO: write\n")
    example = _example()
    agent, environment = example["secure_agent"](example["scripted"](), str(world.work))
    questions = []
    results = []
    for step in agent.iter_steps("Clean up.", environment):
        results += step.tool_results
        if step.pending_approval is not None:
            questions.append(step.pending_approval.arguments["command"])
            step.pending_approval.deny("no")
    assert questions == ["rm -rf ~"]
    assert results[0].output == "TODO: write\n"
    assert "README.md:1: TODO: write" in results[1].output
    assert "README.md" in results[2].output
    assert world.intact


def test_it_runs_as_a_program(world: World) -> None:
    done = subprocess.run(
        [sys.executable, str(EXAMPLE)],
        cwd=world.work,
        env={**os.environ, "HOME": str(world.home), "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout == "I looked around, and was kept from deleting anything.\n"
    assert done.stderr == ""
    assert world.intact
