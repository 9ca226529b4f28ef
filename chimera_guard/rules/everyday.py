"""Changes of every day: worth a look where the policy wants one, and no more."""

from __future__ import annotations

from chimera_guard.context import Context
from chimera_guard.effects.model import Effect
from chimera_guard.risk import SecurityRisk
from chimera_guard.rules.registry import rule

MEDIUM = SecurityRisk.MEDIUM


@rule(
    "installs",
    MEDIUM,
    on="install",
    reason="adds software: {target}",
    why="Packages can run code of their own while they are installed.",
    match=["pip install requests", ("sudo apt install jq", "privilege-root")],
    not_match=["pip list"],
)
def installs(effect: Effect, context: Context) -> bool:
    return True


@rule("uninstalls", MEDIUM, on="uninstall", reason="removes software: {target}", match=["pip uninstall requests"])
def uninstalls(effect: Effect, context: Context) -> bool:
    return True
