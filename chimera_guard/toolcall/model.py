"""Tool calls, and what they come to: data, and how arguments are read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, TypeAlias

NO_FLAGS: frozenset[str] = frozenset()


class Call(NamedTuple):
    """A tool call: the tool's name, its arguments, and the directory that it works in, where that is known."""

    name: str
    arguments: Mapping[str, Any]
    cwd: str | None = None


class Command(NamedTuple):
    """A command line that the tool hands to a shell, letter for letter, and the directory it runs in."""

    text: str
    cwd: str | None = None


class Act(NamedTuple):
    """Something that the tool does itself: an effect's kind (of `effects.model.KINDS`), its target and flags.

    `content` is what it puts there, or a part of that; `before` what stood in the place of that part.
    """

    kind: str
    target: str | None = None
    flags: frozenset[str] = NO_FLAGS
    content: str | None = None
    before: str | None = None


class Code(NamedTuple):
    """Code of a language (of `effects.code.languages()`) that the tool runs itself, without a shell."""

    language: str
    text: str


Step: TypeAlias = "Command | Act | Code"
Arguments: TypeAlias = Mapping[str, Any]


class Unreadable(Exception):
    """An argument that is missing, or not of the type that the tool takes."""


def text(arguments: Arguments, *names: str) -> str:
    """The first of the arguments that is there, which must be a text."""
    for name in names:
        if name in arguments:
            value = arguments[name]
            if not isinstance(value, str):
                raise Unreadable
            return value
    raise Unreadable


def optional(arguments: Arguments, *names: str) -> str | None:
    """The same, but None where none of them is there."""
    present = [name for name in names if arguments.get(name) is not None]
    return text(arguments, *present) if present else None


def quoted(text: str) -> str:
    """`text` as the host's own tools quote it for the shell."""
    return "'" + text.replace("'", "'\"'\"'") + "'"
