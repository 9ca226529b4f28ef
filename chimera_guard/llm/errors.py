"""What goes wrong between the guard and a model."""

from __future__ import annotations


class ProviderError(Exception):
    """No answer from the model. `again` is whether a second attempt makes sense."""

    def __init__(self, reason: str, *, again: bool = False) -> None:
        super().__init__(reason)
        self.again = again
