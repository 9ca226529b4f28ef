"""What the expansion of words asks of the shell around it."""

from __future__ import annotations

from typing import Protocol

from chimera_guard.syntax.nodes import Script, Substitution
from chimera_guard.words.value import Value


class Shell(Protocol):
    """The state of a shell at one point of a line."""

    def variable(self, name: str) -> Value | None:
        """The value of a scalar; None when it is known to be unset."""

    def elements(self, name: str) -> tuple[Value, ...] | None:
        """The elements of an array, or of `@` and `*`; None when they are not known."""

    def assign(self, name: str, value: Value) -> None:
        """Set a variable."""

    def output(self, script: Script) -> Value:
        """What a command substitution prints, without the newlines at its end."""

    def path(self, substitution: Substitution) -> Value:
        """The path of a process substitution."""

    def evaluated(self, value: Value) -> None:
        """Told of a text that is expanded once more (`${x@P}`)."""

    def home(self, user: str) -> str | None:
        """The home directory of `user`, "" for one's own."""

    def paths(self, pattern: str) -> tuple[str, ...] | None:
        """The files that match a glob; None where that can't be said."""
