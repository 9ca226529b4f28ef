"""Every example of every tool file, through the whole pipeline."""

from __future__ import annotations

import pytest

from chimera_guard import assess, catalogue

READS = ("read", "remote-read", "database-read")
TOOLS = dict(sorted(catalogue.everything().items()))
EXAMPLES = [
    pytest.param(command, expected, id=f"{name}: {command}")
    for name, tool in TOOLS.items()
    for command, expected in tool.get("examples", {}).items()
]


@pytest.mark.parametrize(("command", "expected"), EXAMPLES)
def test_example(command: str, expected: list[str]) -> None:
    effects = [effect.describe() for effect in assess(command).effects]
    told = [effect for effect in effects if effect in expected or not effect.startswith(READS)]
    assert sorted(told) == sorted(expected)


@pytest.mark.parametrize("name", TOOLS)
def test_every_tool_has_examples_a_family_and_a_source(name: str) -> None:
    tool = TOOLS[name]
    assert tool.get("examples"), "no examples"
    assert tool.get("family") and tool.get("source") and tool.get("summary")
