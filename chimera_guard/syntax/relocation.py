"""Trees with other spans, or with the here-documents in place."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from typing import Any, TypeVar

from chimera_guard.syntax.nodes import List, Script, Span, Word

_Node = TypeVar("_Node")


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
