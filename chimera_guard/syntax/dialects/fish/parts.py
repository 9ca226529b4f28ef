"""What the words of fish's language are made of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias


class Text(NamedTuple):
    """Characters. In `plain` ones, wildcards and a tilde mean something."""

    text: str
    plain: bool = False


class Variable(NamedTuple):
    """`$name`, with as many `dollars`; `inside` is what stands in its brackets."""

    name: str
    quoted: bool
    dollars: int = 1
    inside: tuple[Part, ...] | None = None


class Substitution(NamedTuple):
    """A command substitution."""

    tokens: Sequence[Token]
    quoted: bool
    inside: tuple[Part, ...] | None = None


class Braces(NamedTuple):
    """`{a,b}`."""

    alternatives: tuple[tuple[Part, ...], ...]


Part: TypeAlias = Text | Variable | Substitution | Braces


class Token(NamedTuple):
    """A word, an operator, or a redirection: its operator is `raw`, what stands behind it are the `parts`.

    `text` is what a word is, where it is always the same.
    """

    raw: str
    parts: tuple[Part, ...] = ()
    kind: str = "word"
    text: str | None = None
