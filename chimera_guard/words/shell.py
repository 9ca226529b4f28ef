"""What the expansion of words asks of the shell around it."""

from __future__ import annotations

from chimera_guard.records import Protocol
from chimera_guard.syntax.nodes import Script, Span, Substitution
from chimera_guard.words.value import Value
from chimera_guard.words.work import Work


class Shell(Protocol):
    """The state of a shell at one point of a line. `work` is what all expansions of the analysis may still cost."""

    work: Work

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
        """Told of a text that the shell reads as code in passing: a prompt, a name to point at, a number."""

    def home(self, user: str) -> str | None:
        """The home directory of `user`, "" for one's own; None where it is not known."""

    def paths(self, pattern: str) -> tuple[str, ...] | None:
        """The files that match a glob; None where that can't be said."""


class Perhaps:
    """A shell whose assignments happen only perhaps: what they set is unknown afterwards. With `never`, they do not."""

    __slots__ = ("_never", "_shell", "elements", "evaluated", "home", "output", "path", "paths", "variable", "work")

    def __init__(self, shell: Shell, never: bool = False) -> None:
        self._shell = shell
        self._never = never
        self.work = shell.work
        self.variable = shell.variable
        self.elements = shell.elements
        self.output = shell.output
        self.path = shell.path
        self.evaluated = shell.evaluated
        self.home = shell.home
        self.paths = shell.paths

    def assign(self, name: str, value: Value) -> None:
        """Forget what the variable holds, or do nothing."""
        if not self._never:
            self._shell.assign(name, Value(None, Span(0, 0), taint=value.taint, many=True))
