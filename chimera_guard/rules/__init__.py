"""From effects to findings: what is dangerous, and what to say about it.

`registry` is what a rule is, `texts` what it says of an effect, `data` makes rules from a user's settings; each other
module is one family of dangers.
"""

from __future__ import annotations

from collections.abc import Sequence

from chimera_guard.context import Context
from chimera_guard.effects.model import Effect
from chimera_guard.report import Finding
from chimera_guard.rules import (  # noqa: F401  (importing a family registers its rules)
    agents,
    databases,
    deletion,
    deletion_files,
    devices,
    environment,
    everyday,
    execution,
    killing,
    leaving,
    lines,
    network,
    network_fetching,
    overwriting,
    overwriting_files,
    permissions,
    persistence,
    privilege,
    programs,
    remote_services,
    secrets,
    services,
    shells,
    snooping,
    unknowns,
    version_control,
)
from chimera_guard.rules.data import from_data
from chimera_guard.rules.registry import LINE_RULES, Rule, by_kind, registered
from chimera_guard.rules.texts import shorten, shown, told

__all__ = ["Rule", "all_rules", "from_data", "judge", "shown"]

# Where it matters most that nothing is left of a word but what stands around its variable.
_WIDE = frozenset({"root", "system", "home", "workspace"})
_AFTER_UNSET = frozenset({"delete", "move", "truncate", "chmod", "chown"})
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
    if len(effects) > 1 or (effects and effects[0].via):
        for rule, check in LINE_RULES:
            found = check(effects, context)
            if found is not None:
                findings[(rule.id, found.span)] = _finding(rule, found)
    return _without_noise(list(findings.values()))


def _without_noise(findings: list[Finding]) -> tuple[Finding, ...]:
    """Leave out what a command does beside a grave thing; that it runs as root stays worth saying."""
    grave = {finding.span for finding in findings if finding.risk.rank > 2}
    if not grave or len(findings) == 1:
        return tuple(findings)
    return tuple(f for f in findings if f.risk.rank > 2 or f.span not in grave or f.rule.startswith("privilege"))


def _finding(rule: Rule, effect: Effect) -> Finding:
    reason, why, instead = told(rule, effect)
    left = effect.target.if_unset if effect.target is not None else None
    if left and effect.target is not None and effect.scope in _WIDE and effect.kind in _AFTER_UNSET:
        known = effect.target.known or effect.target.glob is not None
        when = "is not set, so that" if known else "may not be set, and then"
        reason += f"; a variable in the name {when} {shorten(left)} is left of it"
    return Finding(rule.id, rule.risk, reason, effect.span, why, instead)
