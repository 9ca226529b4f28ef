"""Where in a line the walk is, and how far it goes."""

from __future__ import annotations

from chimera_guard.records import TYPE_CHECKING, NamedTuple
from chimera_guard.syntax.nodes import NOWHERE, Span

if TYPE_CHECKING:
    from chimera_guard.syntax.relocation import Rewritten

MAX_COMMANDS = 4_000
MAX_EFFECTS = 3_000
MAX_DEPTH = 40


class Exhausted(Exception):
    """The line is larger than the bounds of the analysis."""


def rewritten(text: str, source: str) -> Rewritten:
    """The base of a text that was made of the line, in another shell's language."""
    from chimera_guard.syntax.relocation import Rewritten

    return Rewritten(text, source)


class Frame(NamedTuple):
    """Where in the line the walk is.

    `base` maps spans of the text being walked into the original line: their distance; what finds them again, where
    the line was rewritten; None: all of it is `span`. `via` are the wrappers around, from the outside in. `forking`
    is whether what runs does so beside its parent.
    """

    via: tuple[str, ...] = ()
    base: int | Rewritten | None = 0
    span: Span = NOWHERE
    depth: int = 0
    forking: bool = False
    escape: bool = False
    active: tuple[str, ...] = ()  # functions being called
    looping: bool = False  # in a loop
    later: bool = False  # in the body of a function that the line defines without calling it
    in_file: bool = False  # in a file of this machine that the line runs
    heard: bool = True  # somebody reads what is printed
    bounded: bool = False  # something around it puts an end to it
    dialect: str = "bash"  # the shell whose language the code here is written in
    exact: bool = False  # what runs was named by its path, or put together from what is fed

    def map(self, span: Span) -> Span:
        """`span` in the original line."""
        if self.base == 0:
            return span
        if isinstance(self.base, int):
            return Span(span.start + self.base, span.end + self.base)
        return self.span if self.base is None else self.base.place(span) or self.span


FIRST = Frame()  # of the line itself
