"""What a rule is, and the register of all rules by the kind of effect that they look at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from chimera_guard.context import Context
from chimera_guard.effects.model import KINDS, Effect
from chimera_guard.records import TYPE_CHECKING, NamedTuple
from chimera_guard.risk import SecurityRisk

if TYPE_CHECKING:
    from typing import TypeAlias

Check: TypeAlias = Callable[[Effect, Context], bool]
LineCheck: TypeAlias = Callable[[Sequence[Effect], Context], "Effect | None"]
# A command line that must lead to exactly this rule, or a tuple of it and the ids of the other rules it leads to.
Example: TypeAlias = "str | tuple[str, ...]"


class Rule(NamedTuple):
    """A danger and its words.

    `kinds` are the effects it looks at, `check` decides. What its texts may hold is said in `texts`; `chooses` says
    whether a `[` in them begins a choice.
    `match` are command lines that lead to this finding, `not_match` such as come close and do not.
    `family` is the group it is listed with.
    """

    id: str
    risk: SecurityRisk
    reason: str
    why: str
    instead: str
    kinds: tuple[str, ...]
    check: Check
    match: tuple[Example, ...] = ()
    not_match: tuple[str, ...] = ()
    family: str = ""
    chooses: bool = False


LINE_RULES: list[tuple[Rule, LineCheck]] = []
_RULES: dict[str, Rule] = {}


def rule(
    id: str,
    risk: SecurityRisk,
    *,
    on: str,
    reason: str,
    why: str = "",
    instead: str = "",
    match: Sequence[Example] = (),
    not_match: Sequence[str] = (),
) -> Callable[[Check], Check]:
    """Register the decorated predicate as a rule for effects of the kinds in `on` (separated by blanks).

    Of the rules that hold for one effect only the first is reported: the riskiest, and of these the earliest.
    Raises ValueError for an id that is taken or a kind that does not exist.
    """
    kinds = tuple(on.split())
    if id in _RULES or not KINDS.issuperset(kinds):
        raise ValueError(f"rule {id!r}: taken, or of an unknown kind in {on!r}")

    def register(check: Check) -> Check:
        family = check.__module__.rpartition(".")[2].replace("_", " ")
        _RULES[id] = Rule(id, risk, reason, why, instead, kinds, check, tuple(match), tuple(not_match), family, True)
        return check

    return register


def line_rule(
    id: str,
    risk: SecurityRisk,
    *,
    reason: str,
    why: str = "",
    instead: str = "",
    match: Sequence[Example] = (),
    not_match: Sequence[str] = (),
) -> Callable[[LineCheck], LineCheck]:
    """Register the decorated function as a rule over all effects of a line; it returns the one to point at, or None.

    Raises ValueError for an id that is taken.
    """
    if id in _RULES:
        raise ValueError(f"rule {id!r}: taken")

    def register(check: LineCheck) -> LineCheck:
        found = Rule(id, risk, reason, why, instead, (), _never, tuple(match), tuple(not_match), "lines", True)
        _RULES[id] = found
        LINE_RULES.append((found, check))
        return check

    return register


def _never(effect: Effect, context: Context) -> bool:
    return False


def registered() -> tuple[Rule, ...]:
    """Return every rule, family by family."""
    return tuple(_RULES.values())


def by_kind(rules: Iterable[Rule]) -> dict[str, tuple[Rule, ...]]:
    """Return the rules of each kind of effect, the riskiest first."""
    found: dict[str, list[Rule]] = {}
    for each in rules:
        for kind in each.kinds:
            found.setdefault(kind, []).append(each)
    return {kind: tuple(sorted(group, key=lambda r: -r.risk.rank)) for kind, group in found.items()}
