"""Trees with other spans, or with the here-documents in place; what was rewritten, found again in the original."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from typing import Any, TypeVar

from chimera_guard.records import NamedTuple
from chimera_guard.syntax.nodes import List, Script, Span, Word

_Node = TypeVar("_Node")
_SEPARATORS = frozenset(";|&\n)}")
_MAX_SOUGHT = 4096


class Rewritten(NamedTuple):
    """A text that was made of another one, which has the same commands in the same words, but for some of them."""

    text: str
    source: str

    def place(self, span: Span) -> Span | None:
        """Where the source has what `span` is of the text; None where that is not certain.

        A command of which only the first words are the same ends at the latest where the source has a separator.
        """
        if len(self.source) > _MAX_SOUGHT:
            return None
        piece = whole = self.text[span.start : span.end]
        while piece:
            start = self.source.find(piece)
            if start >= 0 and self.source.find(piece, start + 1) < 0 and not self.source[start - 1 : start].isalnum():
                end = start + len(piece)
                return Span(start, end if piece == whole else self._end(end))
            piece = piece.rpartition(" ")[0]
        return None

    def _end(self, place: int) -> int:
        depth = 0
        while place < len(self.source) and (depth or self.source[place] not in _SEPARATORS):
            depth += (self.source[place] in "({") - (self.source[place] in ")}")
            place += 1
        return len(self.source[:place].rstrip())


def filled(body: List, bodies: list[Word]) -> List:
    """The tree with the bodies of here-documents in place of the words that stand for them."""

    def fill(node: Any) -> Any:
        return bodies[-1 - node.span.start] if type(node) is Word and node.span.start < 0 else None

    result: List = _rebuilt(body, fill)
    return result


def relocated(node: _Node, move: Callable[[Span], Span]) -> _Node:
    """The tree with every span moved."""
    result: _Node = _rebuilt(node, lambda item: move(item) if type(item) is Span else None)
    return result


def restored(script: Script, removed: list[int]) -> Script:
    """The tree of a text from which two characters were taken out at each of these places, one after the other."""
    places = _final(removed)

    def back(place: int) -> int:
        return place + 2 * bisect_right(places, place)

    def move(span: Span) -> Span:
        return Span(back(span.start), back(span.end - 1) + 1 if span.end > span.start else back(span.end))

    return relocated(script, move)


def _final(removed: list[int]) -> list[int]:
    """The removed places in terms of the text that is left after all removals."""
    final: list[int] = []
    for at in removed:
        final = [place if place <= at else place - 2 for place in final]
        final.append(at)
    return sorted(final)


def _rebuilt(node: Any, replace: Callable[[Any], Any]) -> Any:
    """The tree with the nodes that `replace` returns something for replaced."""
    new = replace(node)
    if new is not None:
        return new
    if not isinstance(node, tuple):
        return node
    if type(node) is Span:
        return node
    values = [_rebuilt(value, replace) if isinstance(value, tuple) else value for value in node]
    if all(value is old for value, old in zip(values, node, strict=True)):
        return node
    return type(node)(*values) if hasattr(node, "_fields") else tuple(values)
