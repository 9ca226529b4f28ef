"""When to ask a person."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection

from chimera_guard.records import TYPE_CHECKING
from chimera_guard.report import Assessment
from chimera_guard.risk import SecurityRisk

if TYPE_CHECKING:
    from typing import Literal


class ConfirmationPolicy(ABC):
    """Decides from a risk alone whether a person must confirm."""

    @abstractmethod
    def should_confirm(self, risk: SecurityRisk) -> bool:
        """Whether an action of this `risk` needs a person's yes."""


class NeverConfirm(ConfirmationPolicy):
    """Never asks."""

    def should_confirm(self, risk: SecurityRisk) -> bool:
        return False


class AlwaysConfirm(ConfirmationPolicy):
    """Always asks, also for what is LOW."""

    def should_confirm(self, risk: SecurityRisk) -> bool:
        return True


class ConfirmAboveThreshold(ConfirmationPolicy):
    """Asks from `threshold` upwards, and for UNKNOWN where `confirm_unknown` says so.

    Args:
        threshold: the lowest risk that is asked about. UNKNOWN as a threshold means HIGH.
        confirm_unknown: whether UNKNOWN is asked about; with False it passes without a question.
    """

    def __init__(self, threshold: SecurityRisk = SecurityRisk.HIGH, confirm_unknown: bool = True) -> None:
        self.threshold = SecurityRisk(threshold)
        self.confirm_unknown = confirm_unknown

    def should_confirm(self, risk: SecurityRisk) -> bool:
        if risk == SecurityRisk.UNKNOWN:
            return self.confirm_unknown
        return not self.threshold.is_riskier_than(risk)


def decide(
    assessment: Assessment, policy: ConfirmationPolicy, deny: Collection[str] = ()
) -> Literal["allow", "ask", "deny"]:
    """Return what is to be done: "deny" where a finding's rule is in `deny`, else what `policy` says of the risk."""
    if deny and any(finding.rule in deny for finding in assessment.findings):
        return "deny"
    return "ask" if policy.should_confirm(assessment.risk) else "allow"
