"""Becoming somebody else."""

from __future__ import annotations

from chimera_guard.context import Context
from chimera_guard.effects.model import Effect
from chimera_guard.risk import SecurityRisk
from chimera_guard.rules.registry import rule


@rule(
    "privilege-host",
    SecurityRisk.HIGH,
    on="privilege",
    reason="runs with rights over the whole machine, outside of every wall",
    why="A container or a namespace with these rights is none: it can read and change everything on the host.",
    instead="give the one right that is needed",
)
def privilege_host(effect: Effect, context: Context) -> bool:
    return "privileged" in effect.flags


@rule(
    "privilege-root",
    SecurityRisk.MEDIUM,
    on="privilege",
    reason="runs with the rights of another user, usually root",
    why="Mistakes are no longer held up by file rights.",
    match=["sudo ls", "doas ls"],
    not_match=["sudo --help"],
)
def privilege_root(effect: Effect, context: Context) -> bool:
    return True
