"""From effects to findings: what is dangerous, and what to say about it."""

from __future__ import annotations

from collections.abc import Sequence

from chimera_guard.context import Context
from chimera_guard.effects.model import Effect
from chimera_guard.report import Finding
from chimera_guard.rules import (  # noqa: F401  (importing a family registers its rules)
    agents,
    databases,
    deletion,
    devices,
    environment,
    everyday,
    execution,
    network,
    overwriting,
    permissions,
    persistence,
    privilege,
    remote_services,
    secrets,
    services,
    unknowns,
    version_control,
)
from chimera_guard.rules.data import from_data
from chimera_guard.rules.registry import Rule, by_kind, registered

__all__ = ["Rule", "all_rules", "from_data", "judge"]

_BY_KIND = by_kind(registered())


def all_rules() -> tuple[Rule, ...]:
    """Return every rule that comes with the guard, family by family."""
    return registered()


def judge(effects: Sequence[Effect], context: Context, extra: Sequence[Rule] = ()) -> tuple[Finding, ...]:
    """Return what is to be said about the effects of a command line, at most one finding for each effect.

    `extra` are the user's own rules. They come before those of the guard, and can only raise a risk: the riskiest
    rule that holds for an effect is reported.
    """
    findings: dict[tuple[str, object], Finding] = {}
    table = by_kind((*extra, *registered())) if extra else _BY_KIND
    for effect in effects:
        for rule in table.get(effect.kind, ()):
            if rule.check(effect, context):
                key = (rule.id, effect.span)
                if key not in findings:
                    findings[key] = _finding(rule, effect)
                break
    if len(effects) > 1:
        leak = secrets.leak(effects)
        if leak is not None and not any(rule == secrets.LEAK.id for rule, _ in findings):
            findings[(secrets.LEAK.id, leak.span)] = _finding(secrets.LEAK, leak)
    return tuple(findings.values())


def _finding(rule: Rule, effect: Effect) -> Finding:
    reason = rule.reason
    if "{" in reason:
        target = _shorten(effect.target.describe()) if effect.target is not None else "it"
        reason = reason.replace("{program}", _shorten(effect.program)).replace("{scope}", effect.scope)
        reason = reason.replace("{target}", target)
    return Finding(rule.id, rule.risk, reason, effect.span, rule.why, rule.instead)


def _shorten(text: str) -> str:
    return text if len(text) <= 80 else text[:79] + "…"
