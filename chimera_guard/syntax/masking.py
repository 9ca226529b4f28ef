"""A copy of compound commands in which nothing is left but their grammar."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Any

from chimera_guard.syntax.nodes import (
    ArithmeticCommand,
    ArithmeticFor,
    Assignment,
    Case,
    Command,
    Condition,
    Coprocess,
    For,
    Function,
    Item,
    Loop,
    Negation,
    Redirect,
    Simple,
    Span,
    Word,
)

if TYPE_CHECKING:
    from chimera_guard.syntax.grammar import Parser

_TIME = re.compile(r"time(?:(?:[ \t]|\\\n)+(?:-p|--)(?=[\s;&|()<>]))*")
_SEPARATED = re.compile(r"(?:[ \t]|\\\n)*(?:#[^\n]*)?[;\n]")
_MEANINGLESS = re.compile(r"\\\n|[^\x00-\x7f]")


class Masked:
    """The copy: words are `x`, redirections `>x`, what bashlex can't read `(x)`; comments and texts are gone."""

    def __init__(self, parser: Parser, start: int, end: int, node: Command) -> None:
        self._edits: list[tuple[int, int, str]] = []
        self._s = parser.s
        self._collect(node)
        self._edits += [(span.start, span.end, " ") for span in parser.hidden if start <= span.start < end]
        self._places: list[int] = []
        self._origins: list[int] = []
        self.text = self._copy(start, end)

    def origin(self, place: int) -> int:
        """Where in the source stands what stands here in the copy."""
        index = bisect_right(self._places, place) - 1
        return self._origins[index] + place - self._places[index]

    def _copy(self, start: int, end: int) -> str:
        pieces: list[str] = []
        length, at = 0, start
        for begin, stop, text in [*sorted(set(self._edits)), (end, end, "")]:
            if begin < at:
                continue  # inside of what has been replaced already
            for origin, piece in ((at, _MEANINGLESS.sub(_blank, self._s[at:begin])), (begin, text)):
                if piece:
                    self._places.append(length)
                    self._origins.append(origin)
                    pieces.append(piece)
                    length += len(piece)
            at = stop
        return "".join(pieces)

    def _hide(self, span: Span, text: str) -> None:
        self._edits.append((span.start, span.end, text))

    def _collect(self, node: Any) -> None:
        """Note what is to be replaced in a command, list, word or tuple of such."""
        kind = type(node)
        if kind is Word or kind is Assignment:
            self._hide(node.span, "x")
        elif kind is Redirect:
            self._hide(node.span, ">x ")
        elif kind in (Condition, ArithmeticCommand, Case):
            self._hide(node.span, "(x)")
            self._collect(node.redirects)
        elif isinstance(node, tuple) and kind is not Span:
            self._rewrite(node, kind)
            for value in node:
                self._collect(value)

    def _rewrite(self, node: Any, kind: type[object]) -> None:
        """Replace keywords that bashlex can't read, and give it what it insists on."""
        if kind is Negation and (node.kind == "time" or negates_nothing(node)):
            match = _TIME.match(self._s, node.span.start)
            end = match.end() if match is not None else node.span.start + 1
            self._hide(Span(node.span.start, end), "x" if negates_nothing(node) else "! ")
        elif kind is Function:
            self._hide(Span(node.span.start, node.body.span.start), "x() ")
        elif kind is Coprocess:
            self._hide(Span(node.span.start, node.body.span.start), " ")
        elif kind is For and node.kind == "select":
            self._hide(Span(node.span.start, node.span.start + 6), "for")
        elif kind is ArithmeticFor:
            begin, end = node.header.span.start - 2, node.header.span.end + 2
            separated = _SEPARATED.match(self._s, end) is not None
            self._hide(Span(begin, end), " x" if separated else " x;")
        elif kind is Loop:  # its condition has to be a list of several
            last: Item = node.condition.items[-1]
            self._hide(Span(node.condition.span.end, node.condition.span.end), " x;" if last.separator else "; x;")


def _blank(match: re.Match[str]) -> str:
    return "  " if match.group() == "\\\n" else "x"


def negates_nothing(node: Negation) -> bool:
    """Whether `!` or `time` stands alone, which bash takes for a command."""
    return type(node.body) is Simple and node.body[1:] == ((), (), ())


def words(node: Simple) -> tuple[int, ...]:
    """Where the words, assignments and redirections of a simple command begin."""
    spans = [item.span for item in node.assignments] + [item.span for item in node.words]
    return tuple(sorted(span.start for span in spans + [item.span for item in node.redirects]))
