"""What the expansion of words may cost in one analysis."""

from __future__ import annotations

MAX_WORK = 100_000


class Work:
    """What is left to spend; a unit is about a microsecond.

    One of them goes through a whole analysis, so that a thousand words that each cost little cost little together.
    """

    __slots__ = ("left",)

    def __init__(self, left: int = MAX_WORK) -> None:
        self.left = left

    def spend(self, units: int) -> bool:
        """Take `units` away; False where there are none left."""
        self.left -= units
        return self.left >= 0
