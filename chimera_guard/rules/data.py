"""Rules as data, from a user's settings: what a rule says, without a line of code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from chimera_guard.context import Context
from chimera_guard.effects.globs import matches
from chimera_guard.effects.model import KINDS, SCOPES, Effect
from chimera_guard.records import TYPE_CHECKING
from chimera_guard.risk import SecurityRisk
from chimera_guard.rules.registry import Check, Rule, registered

if TYPE_CHECKING:
    from typing import Any

KEYS = frozenset({"id", "kind", "scope", "program", "flags", "target", "risk", "reason", "why", "instead"})
PLACEHOLDERS = frozenset({"program", "scope", "target"})
RISKS = {risk.name.lower(): risk for risk in SecurityRisk if risk is not SecurityRisk.LOW}


def from_data(data: Iterable[Mapping[str, Any]]) -> list[Rule]:
    """Return the rules that the mappings describe.

    Each has `id`, `kind` (one or a list), `risk` ("medium", "high" or "unknown") and `reason`; it can have `scope`,
    `program`, `flags` (each one or a list; all flags must be there) and `target` (a glob), which narrow it, and `why`
    and `instead`. In the texts, the PLACEHOLDERS in braces are filled in. Raises ValueError that names the rule and the
    key at fault.
    """
    taken = {rule.id for rule in registered()}
    rules = []
    for number, each in enumerate(data, 1):
        rule = _rule(each, number)
        if rule.id in taken:
            raise ValueError(f"rule {rule.id!r}: id: there is such a rule already")
        taken.add(rule.id)
        rules.append(rule)
    return rules


def _rule(data: Mapping[str, Any], number: int) -> Rule:
    if not isinstance(data, Mapping):
        raise ValueError(f"rule {number}: must be a table of keys and values, not {type(data).__name__}")
    where = f"rule {data.get('id', number)!r}"
    for key in data:
        if key not in KEYS:
            raise ValueError(f"{where}: {key}: no such key; there are {', '.join(sorted(KEYS))}")
    kinds = _words(data, "kind", where, KINDS)
    if not kinds:
        raise ValueError(f"{where}: kind: is missing")
    risk = _text(data, "risk", where, needed=True).lower()
    if risk not in RISKS:
        raise ValueError(f"{where}: risk: {risk!r} is none of {', '.join(sorted(RISKS))}")
    check = _check(
        _words(data, "scope", where, SCOPES),
        _words(data, "program", where),
        _words(data, "flags", where),
        _text(data, "target", where),
    )
    return Rule(
        _id(data, where),
        RISKS[risk],
        _template(data, "reason", where, needed=True),
        _template(data, "why", where),
        _template(data, "instead", where),
        tuple(sorted(kinds)),
        check,
        family="own",
    )


def _check(scopes: frozenset[str], programs: frozenset[str], flags: frozenset[str], glob: str) -> Check:
    def check(effect: Effect, context: Context) -> bool:
        if (scopes and effect.scope not in scopes) or (programs and effect.program not in programs):
            return False
        if not flags <= effect.flags:
            return False
        return not glob or (effect.target is not None and matches(glob, effect.target.describe()))

    return check


def _text(data: Mapping[str, Any], key: str, where: str, needed: bool = False) -> str:
    value = data.get(key, "")
    if not isinstance(value, str):
        raise ValueError(f"{where}: {key}: must be a text, not {type(value).__name__}")
    if needed and not value:
        raise ValueError(f"{where}: {key}: is missing")
    return value


def _id(data: Mapping[str, Any], where: str) -> str:
    name = _text(data, "id", where, needed=True)
    if not all(letter.isalnum() or letter in "-_." for letter in name):
        raise ValueError(f"{where}: id: must be of letters, digits and hyphens")
    return name


def _template(data: Mapping[str, Any], key: str, where: str, needed: bool = False) -> str:
    """A text in which names in braces are filled in; other braces are left as they are."""
    from string import Formatter

    text = _text(data, key, where, needed)
    try:
        names = {name for _, name, _, _ in Formatter().parse(text) if name and name.isidentifier() and name.islower()}
    except ValueError:  # of shell code, say
        return text
    if names - PLACEHOLDERS:
        known = ", ".join(sorted(f"{{{name}}}" for name in PLACEHOLDERS))
        raise ValueError(f"{where}: {key}: {{{min(names - PLACEHOLDERS)}}} is none of {known}")
    return text


def _words(data: Mapping[str, Any], key: str, where: str, known: frozenset[str] | None = None) -> frozenset[str]:
    value = data.get(key, ())
    words = (value,) if isinstance(value, str) else value
    if not isinstance(words, (list, tuple)) or not all(isinstance(word, str) and word for word in words):
        raise ValueError(f"{where}: {key}: must be a text or a list of texts")
    for word in words:
        if known is not None and word not in known:
            raise ValueError(f"{where}: {key}: {word!r} is none of {', '.join(sorted(known))}")
    return frozenset(words)
