"""How bad a command could be."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum


class SecurityRisk(IntEnum):
    """The risk of a command.

    The values are those of other agents' security packages, so that ``==`` holds across them. They are
    names, not an order: UNKNOWN is 0 but ranks with HIGH. Compare with `is_riskier_than`, combine with `worst`.
    """

    UNKNOWN = 0
    LOW = 1
    MEDIUM = 2
    HIGH = 3

    @property
    def rank(self) -> int:
        """The place in the order of danger: LOW 1, MEDIUM 2, HIGH and UNKNOWN 3."""
        return self.value or 3

    def is_riskier_than(self, other: SecurityRisk) -> bool:
        """Whether this risk is strictly above `other`; UNKNOWN counts as HIGH."""
        return self.rank > SecurityRisk(other).rank


def worst(risks: Iterable[SecurityRisk]) -> SecurityRisk:
    """Return the worst of `risks`, LOW for none. A concrete HIGH is preferred to UNKNOWN: it can say why."""
    result = SecurityRisk.LOW
    for risk in risks:
        if risk is SecurityRisk.HIGH:
            return risk
        if risk.rank > result.rank:
            result = risk
    return result
