"""Trees in a form that tests can write down."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from chimera_guard.syntax.nodes import (
    Arithmetic,
    Literal,
    Parameter,
    Redirect,
    Script,
    Simple,
    Span,
    Substitution,
    Word,
)


def commands(script: Script) -> list[str]:
    """Every simple command that has words, nested ones too, as text; an ellipsis is a word that is not literal."""
    return [" ".join(shown(word.literal) for word in node.words) for node in found(script, Simple) if node.words]


def shown(text: str | None) -> str:
    if text is None:
        return "…"
    plain = text and text.isprintable() and not any(c in " '\"" for c in text)
    return text if plain else repr(text)


def found(node: Any, kind: type) -> Iterator[Any]:
    """Every node of a kind, inner ones first."""
    if isinstance(node, tuple) and not isinstance(node, Span):
        for value in node:
            yield from found(value, kind)
        if isinstance(node, kind):
            yield node


def outline(node: Any) -> Any:
    """A node as nested tuples of its kind and what it is made of, without spans and empty parts."""
    if isinstance(node, Script):
        return outline(node.body)
    if isinstance(node, Word):
        return node.literal if node.literal is not None else tuple(outline(part) for part in node.parts)
    if isinstance(node, Literal):
        return ("quoted" if node.quoted else "literal", node.text)
    if isinstance(node, Substitution):
        return (node.kind, outline(node.script))
    if isinstance(node, Arithmetic):
        return ("$((", outline(node.body))
    if isinstance(node, Parameter):
        marks = ("#" * node.length + "!" * node.indirect + "$" + node.name, node.operator)
        return tuple(value for value in (*marks, *map(outline, node[3:6])) if value not in ("", None))
    if isinstance(node, Redirect):
        return (node.fd + node.operator, outline(node.target))
    if isinstance(node, Simple):
        return tuple(outline(value) for value in (*node.assignments, *node.words, *node.redirects))
    if isinstance(node, tuple):
        values = [outline(value) for value in node if not isinstance(value, Span)]
        kind = [type(node).__name__] if hasattr(node, "_fields") else []
        return tuple(kind + [value for value in values if value not in ((), "", None, False, frozenset())])
    return node
