"""A bound on work that does not depend on the machine: the lines of Python that run."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any


@contextmanager
def at_most(steps: int) -> Iterator[None]:
    """Fail once the block has run more than `steps` lines. A loop without an end fails as well, and ends there."""
    left = steps

    def count(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal left
        left -= event == "line"
        assert left >= 0, f"ran more than {steps:,} lines"
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        yield
    finally:
        sys.settrace(before)
