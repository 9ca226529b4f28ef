"""A scripted agent of chimera-run, a working directory, and a home that must survive."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from chimera_guard import Context, RuleBasedSecurityAnalyzer, SecurityPermissionPolicy


class World:
    """A home directory to lose, a project to work in, and scripted agents that work there."""

    def __init__(self, root: Path) -> None:
        self.home = root / "home" / "me"
        self.home.mkdir(parents=True)
        self.work = root / "project"
        self.work.mkdir(parents=True)
        (self.work / "notes.txt").write_text("some notes\n")
        self.treasure = self.home / "treasure"
        self.treasure.write_text("irreplaceable")
        self.destroy = f"rm -rf {self.home}"
        self.context = Context(cwd=str(self.work), home=str(self.home), project_root=str(self.work))
        self.analyzer = RuleBasedSecurityAnalyzer(self.context)

    @property
    def intact(self) -> bool:
        return self.treasure.exists()

    def policy(self, *arguments: Any, **named: Any) -> SecurityPermissionPolicy:
        return SecurityPermissionPolicy(self.analyzer, *arguments, **named)

    def env(self) -> Any:
        from chimera.env.local import LocalEnvironment

        return LocalEnvironment(str(self.work))

    def agent(self, calls: list[Any], permissions: Any, tools: list[Any] | None = None, **config: Any) -> Any:
        """An agent whose model makes `calls`: (tool, arguments), one turn for each; a list of them is one turn."""
        from chimera.core.agent import Agent
        from chimera.core.loop import ReAct
        from chimera.core.loop_config import LoopConfig
        from chimera.providers.faux import FauxProvider
        from chimera.tools.bash import BashTool

        turns: list[dict[str, Any]] = []
        for turn in calls:
            wanted = turn if isinstance(turn, list) else [turn]
            turns.append({"text": "", "tool_calls": [{"name": name, "arguments": args} for name, args in wanted]})
        provider = FauxProvider([*turns, {"text": "done"}])
        provider.seen = []
        complete = provider.complete

        def remember(messages: Any, **named: Any) -> Any:
            provider.seen.append([(message.role, message.content) for message in messages])
            return complete(messages, **named)

        provider.complete = remember
        loop = ReAct(config=LoopConfig(permissions=permissions, **config))
        return Agent(provider, [BashTool()] if tools is None else tools, loop)


def told(agent: Any) -> list[str]:
    """What the model was told about its tool calls."""
    return [content for role, content in agent.provider.seen[-1] if role == "tool"]


@pytest.fixture
def world(tmp_path: Path) -> World:
    pytest.importorskip("chimera.permissions.base", reason="chimera-run is not installed")
    return World(tmp_path)


@pytest.fixture
def answers() -> Callable[[Any], list[str]]:
    return told
