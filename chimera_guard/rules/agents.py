"""What an agent's tools do beyond commands."""

from __future__ import annotations

from chimera_guard.context import Context
from chimera_guard.effects.model import Effect
from chimera_guard.risk import SecurityRisk
from chimera_guard.rules.registry import rule

UNKNOWN = SecurityRisk.UNKNOWN


@rule(
    "sub-agent",
    UNKNOWN,
    on="unknown",
    reason="hands work to another agent, whose calls are not seen here",
    why="What that agent runs is decided later, and may not be checked again.",
    instead="guard the environment that the agents share, so that their commands are checked too",
)
def sub_agent(effect: Effect, context: Context) -> bool:
    return "sub-agent" in effect.flags


@rule(
    "unknown-tool",
    UNKNOWN,
    on="unknown",
    reason="calls {program}, and this guard can't tell what that does",
    why="It could do anything that its author can do with your rights.",
)
def unknown_tool(effect: Effect, context: Context) -> bool:
    return "tool" in effect.flags
